import AWSCore
import AWSNames
import Testing

@Suite("Configuration: endpoint URLs")
struct ConfigurationEndpointURLTests {
    @Test func `configured endpoints are used in AWS's order`() throws {
        guard let data = ConformanceData(suite: "config/endpoint-urls") else { return }
        var report = ConformanceReport("config/endpoint-urls")
        for suite in try data.json("config/endpoint-urls.json")["testSuites"].array {
            for test in suite["endpointUrlTests"].array {
                report.check(test["name"].string ?? "") { try check(test, in: suite) }
            }
        }
        report.finish()
    }

    private func check(_ test: JSONValue, in suite: JSONValue) throws {
        func named(_ table: String, _ member: String) -> JSONValue { suite[table][test[member].string ?? ""] }

        var environment = named("environments", "environment").strings
        environment["HOME"] = "/home"
        environment["AWS_PROFILE"] = test["profile"].string
        let client = named("client_configs", "client_config")
        let configuration = try ClientConfiguration(
            flags: ConfigurationFlags(
                endpointURL: client["endpoint_url"].string,
                ignoresConfiguredEndpointURLs: client["ignore_configured_endpoint_urls"].bool ?? false),
            sources: ConfigurationSources(
                environment: environment, files: .memory(["/home/.aws/config": configFile(suite)])))

        let service = test["service"].string ?? ""
        let region = configuration.region?.value.rawValue ?? ""
        let configured = try configuration.endpointURL(forServiceID: service)?.value
        let awsOwn = HTTPURL("https://\(service).\(region).amazonaws.com")
        try expectEqual(configured ?? awsOwn, HTTPURL(test["output"]["endpointUrl"].string ?? ""), "endpoint")
    }

    /// The suite's named profiles and services sections, written as a config file.
    private func configFile(_ suite: JSONValue) -> String {
        var lines: [String] = []
        for profile in suite["profiles"].members {
            lines.append("[profile \(profile.key)]")
            lines += profile.value.strings.map { "\($0.key) = \($0.value)" }
        }
        for section in suite["services"].members {
            lines.append("[services \(section.key)]")
            for service in section.value.members {
                lines.append("\(service.key) =")
                lines += service.value.strings.map { "  \($0.key) = \($0.value)" }
            }
        }
        return lines.joined(separator: "\n")
    }
}
