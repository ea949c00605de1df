import Testing

@testable import AWSCore

@Suite("Credentials: container and instance endpoints")
struct CredentialsEndpointTests {
    @Test func `a container's credentials are asked where AWS's tools ask`() throws {
        guard let data = ConformanceData(suite: "credentials/ecs-tests") else { return }
        var report = ConformanceReport("credentials/ecs-tests")
        for test in try data.json("credentials/ecs-tests.json")["tests"].array {
            report.check(test["docs"].string ?? "") {
                let sources = ConfigurationSources(environment: test["env"].strings, files: .memory([:]))
                let url = Result { () throws(CredentialError) in try ContainerCredentialEndpoint.url(sources) }
                if test["result"]["ErrorContains"].string != nil {
                    if case .success(let url) = url {
                        throw ConformanceFailure("no error, but \(url?.description ?? "nil")")
                    }
                } else {
                    try expectEqual(try url.get()?.description, test["result"]["Ok"].string, "URL")
                }
            }
        }
        report.finish()
    }

    @Test func `an instance's token is asked where AWS's tools ask`() throws {
        guard let data = ConformanceData(suite: "credentials/imds-endpoint-tests") else { return }
        var report = ConformanceReport("credentials/imds-endpoint-tests")
        for test in try data.json("credentials/imds-endpoint-tests.json")["tests"].array {
            report.check(test["docs"].string ?? "") {
                let url = Result { try tokenURL(test) }
                if test["result"]["Err"].string != nil {
                    guard case .failure(is ConfigurationError) = url else {
                        throw ConformanceFailure("no error, but \(url)")
                    }
                } else {
                    try expectEqual(try url.get().description, test["result"]["Ok"].string ?? "", "URL")
                }
            }
        }
        report.finish()
    }

    private func tokenURL(_ test: JSONValue) throws -> HTTPURL {
        let sources = ConfigurationSources(environment: test["env"].strings, files: .memory(test["fs"].strings))
        var configuration = try ClientConfiguration(sources: sources)
        if let mode = test["mode_override"].string.flatMap({
            InstanceMetadataConfiguration.EndpointMode(rawValue: $0.lowercased())
        }) {
            configuration.instanceMetadata.endpointMode.value = mode
        }
        if let override = test["endpoint_override"].string.flatMap({ HTTPURL($0) }) {
            configuration.instanceMetadata.configuredEndpoint = Setting(override, origin: .standard)
        }
        let context = CredentialContext(configuration: configuration, transport: ReplayTransport())
        return InstanceMetadataService(context).tokenURL
    }
}
