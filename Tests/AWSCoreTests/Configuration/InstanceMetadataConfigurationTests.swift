import AWSCore
import Testing

@Suite("Instance metadata settings")
struct InstanceMetadataConfigurationTests {
    private func endpoint(_ environment: [String: String] = [:], config: String = "") throws -> Setting<HTTPURL> {
        let sources = ConfigurationSources(
            environment: environment.merging(["HOME": "/home"]) { $1 },
            files: .memory(["/home/.aws/config": "[default]\n" + config]))
        return try ClientConfiguration(sources: sources).instanceMetadata.endpoint
    }

    private static let ownIPv6 = "http://[fd00:ec2::254]/"

    @Test(
        arguments: [
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], ""),
            (["AWS_IMDS_USE_IPV6": "true"], ""), ([:], "ec2_metadata_service_endpoint_mode = ipv6"),
            ([:], "imds_use_ipv6 = true"),
        ] as [([String: String], String)])
    func `an endpoint that is configured wins over a mode of IPv6, wherever either is set`(
        mode: [String: String], line: String
    ) throws {
        #expect(try endpoint(mode, config: line).value.description == Self.ownIPv6)
        let variable = mode.merging(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://10.1.2.3:80"]) { $1 }
        #expect(try endpoint(variable, config: line).value.description == "http://10.1.2.3/")
        let property = line + "\nec2_metadata_service_endpoint = http://metadata.example:1338/base\n"
        #expect(try endpoint(mode, config: property).value.description == "http://metadata.example:1338/base")
        let both = try endpoint(variable, config: property)
        #expect(both.value.description == "http://10.1.2.3/")
        #expect(both.origin == .environment("AWS_EC2_METADATA_SERVICE_ENDPOINT"))
    }

    @Test func `a mode that is set wins over the former switch`() throws {
        let environment = ["AWS_IMDS_USE_IPV6": "true", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv4"]
        #expect(try endpoint(environment).value.description == "http://169.254.169.254/")
        #expect(
            try endpoint(["AWS_IMDS_USE_IPV6": "true"], config: "ec2_metadata_service_endpoint_mode = IPv4").value
                .description == "http://169.254.169.254/")
    }

    @Test func `a later change of the mode does not displace a configured endpoint`() throws {
        let sources = ConfigurationSources(
            environment: ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://override:456"], files: .memory([:]))
        var metadata = try ClientConfiguration(sources: sources).instanceMetadata
        metadata.endpointMode.value = .ipv6
        #expect(metadata.endpoint.value.description == "http://override:456/")
        metadata.configuredEndpoint = nil
        #expect(metadata.endpoint.value.description == Self.ownIPv6)
    }

    @Test func `a mode that is none is an error even beside an endpoint, as for the AWS CLI`() {
        #expect(throws: ConfigurationError.self) {
            try endpoint([
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://10.1.2.3", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "v6",
            ])
        }
    }
}
