import AWSCore
import Testing

@Suite("Configuration: profile parser")
struct ConfigurationProfileParserTests {
    @Test func `AWS's profile files are read as AWS's tools read them`() throws {
        guard let data = ConformanceData(suite: "config/profile-parser") else { return }
        var report = ConformanceReport("config/profile-parser")
        for (index, test) in try data.json("config/profile-parser.json")["tests"].array.enumerated() {
            report.check("\(index) \(test["name"].string ?? "")") {
                try check(input: test["input"].strings, output: test["output"])
            }
        }
        report.finish()
    }

    private func check(input: [String: String], output: JSONValue) throws {
        var files: [String: String] = [:]
        files["/home/.aws/config"] = input["configFile"]
        files["/home/.aws/credentials"] = input["credentialsFile"]
        let sources = ConfigurationSources(environment: ["HOME": "/home"], files: .memory(files))
        let result = Result { try ClientConfiguration(sources: sources).shared }

        if output["errorContaining"].string != nil {
            guard case .failure(is ConfigurationError) = result else {
                throw ConformanceFailure("no error, but \(result)")
            }
            return
        }
        let parsed = try result.get()
        try expectEqual(values(parsed.profiles), expected(output["config"]["profiles"]), "profiles")
        try expectEqual(values(parsed.ssoSessions), expected(output["config"]["sso_sessions"]), "sso-sessions")
    }

    private func values(_ sections: [String: ConfigurationSection]) -> [String: [String: String]] {
        sections.mapValues { $0.properties.mapValues(\.value) }
    }

    private func expected(_ sections: JSONValue) -> [String: [String: String]] {
        Dictionary(uniqueKeysWithValues: sections.members.map { ($0.key, $0.value.strings) })
    }
}
