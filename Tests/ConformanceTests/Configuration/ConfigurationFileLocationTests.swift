import AWSCore
import Testing

@Suite("Configuration: file locations")
struct ConfigurationFileLocationTests {
    private static let windows = Exclusion("windows", reason: "drctl runs on Linux and macOS")

    @Test func `the shared files and the profile are where AWS's tools look`() throws {
        guard let data = ConformanceData(suite: "config/file-location") else { return }
        var report = ConformanceReport("config/file-location")
        for (index, test) in try data.json("config/file-location.json")["tests"].array.enumerated() {
            let excluded = test["platform"].string == "windows" ? Self.windows : nil
            report.check("\(index) \(test["name"].string ?? "")", excludedBy: excluded) {
                let sources = ConfigurationSources(environment: test["environment"].strings, files: .memory([:]))
                let configuration = try ClientConfiguration(sources: sources)
                try expectEqual(configuration.files.config, test["configLocation"].string, "config file")
                try expectEqual(configuration.files.credentials, test["credentialsLocation"].string, "credentials file")
                try expectEqual(configuration.profile.value, test["profile"].string ?? "default", "profile")
            }
        }
        report.finish()
    }
}
