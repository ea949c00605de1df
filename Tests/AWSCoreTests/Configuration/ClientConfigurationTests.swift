import AWSCore
import AWSNames
import Testing

@Suite struct ClientConfigurationTests {
    private static let config = """
        [default]
        region = eu-west-1
        [profile dev]
        region = eu-central-1
        retry_mode = Adaptive
        max_attempts = 7
        services = local
        endpoint_url = http://all.file
        s3 =
            addressing_style = path
        [services local]
        secrets_manager =
            endpoint_url = http://secrets.file
        """

    private func resolve(
        _ environment: [String: String] = [:], flags: ConfigurationFlags = ConfigurationFlags(), config: String = config
    ) throws -> ClientConfiguration {
        try ClientConfiguration(
            flags: flags,
            sources: ConfigurationSources(
                environment: environment.merging(["HOME": "/home"]) { $1 },
                files: .memory(["/home/.aws/config": config])))
    }

    @Test func `a value says where it comes from`() throws {
        #expect(
            try resolve().region
                == Setting(Region("eu-west-1"), origin: .file(.init(path: "/home/.aws/config", line: 2))))
        let environment = ["AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-west-1"]
        #expect(try resolve(environment).region == Setting(Region("us-east-2"), origin: .environment("AWS_REGION")))
        let flagged = try resolve(environment, flags: ConfigurationFlags(region: Region("sa-east-1")))
        #expect(flagged.region == Setting(Region("sa-east-1"), origin: .flag("--region")))
        #expect(
            try resolve(["AWS_DEFAULT_REGION": "us-west-1", "AWS_REGION": " "]).region?.value == Region("us-west-1"))
        #expect(try resolve(["AWS_CONFIG_FILE": "/none"]).region == nil)
    }

    @Test func `the profile is named by flag, then AWS_PROFILE, then AWS_DEFAULT_PROFILE`() throws {
        let environment = ["AWS_PROFILE": "dev", "AWS_DEFAULT_PROFILE": "other"]
        #expect(
            try resolve(environment, flags: ConfigurationFlags(profile: "default")).region?.value == Region("eu-west-1")
        )
        #expect(try resolve(environment).region?.value == Region("eu-central-1"))
        let missing = try resolve(["AWS_DEFAULT_PROFILE": "other"])
        #expect(missing.isNamedProfileMissing)
        #expect(try !resolve(config: "").isNamedProfileMissing)
    }

    @Test func `a profile's choices are read whatever their case`() throws {
        let dev = try resolve(["AWS_PROFILE": "dev"])
        #expect(dev.retryMode.value == .adaptive)
        #expect(dev.maximumAttempts == Setting(7, origin: .file(.init(path: "/home/.aws/config", line: 6))))
        #expect(dev.s3AddressingStyle == Setting(.path, origin: .file(.init(path: "/home/.aws/config", line: 10))))
        #expect(try resolve().maximumAttempts == Setting(3, origin: .standard))
        #expect(try resolve().s3AddressingStyle.value == .auto)
    }

    @Test func `a service's endpoint goes before the one for all, the environment before the file`() throws {
        let dev = try resolve(["AWS_PROFILE": "dev"])
        #expect(try dev.endpointURL(forServiceID: "Secrets Manager")?.value.host == "secrets.file")
        #expect(try dev.endpointURL(forServiceID: "RDS")?.value.host == "all.file")
        let all = try resolve(["AWS_PROFILE": "dev", "AWS_ENDPOINT_URL": "http://all.env"])
        #expect(try all.endpointURL(forServiceID: "Secrets Manager")?.value.host == "all.env")
        let one = try resolve(["AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://secrets.env:81/base"])
        #expect(
            try one.endpointURL(forServiceID: "Secrets Manager")
                == Setting(
                    HTTPURL(scheme: "http", host: "secrets.env", port: 81, path: "/base"),
                    origin: .environment("AWS_ENDPOINT_URL_SECRETS_MANAGER")))
        #expect(try one.endpointURL(forServiceID: "RDS") == nil)
    }

    @Test func `a services section that does not exist is an error, as a redirection was meant`() throws {
        let configuration = try resolve(config: "[default]\nservices = gone\n")
        let error = try #require(throws: ConfigurationError.self) { try configuration.endpointURL(forServiceID: "S3") }
        #expect(error.description.hasPrefix("/home/.aws/config:2: section [services gone] not found"))
    }

    @Test(arguments: [
        ("AWS_USE_FIPS_ENDPOINT", "yes", "true or false"), ("AWS_MAX_ATTEMPTS", "0", "whole number"),
        ("AWS_RETRY_MODE", "eager", "standard"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "not a uri", "URL"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv5", "ipv6"), ("AWS_EC2_METADATA_DISABLED", "1", "true or false"),
    ])
    func `a value that is not valid is refused with its origin`(name: String, value: String, expected: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try resolve([name: value]) }
        #expect(error.origin == name)
        #expect(error.problem.contains(expected))
    }

    @Test func `a file that cannot be read is an error, a missing one is not`() throws {
        let sources = ConfigurationSources(
            environment: ["HOME": "/home"],
            files: FileReader { path throws(FileReadError) in throw FileReadError(path: path, reason: "denied") })
        let error = try #require(throws: ConfigurationError.self) { try ClientConfiguration(sources: sources) }
        #expect(error.description == "/home/.aws/config: cannot be read: denied")
        #expect(try FileReader.system.read("/nowhere/at/all") == nil)
    }

    @Test func `the facts name every redirection`() throws {
        let facts = try resolve(["AWS_PROFILE": "dev", "AWS_ENDPOINT_URL_RDS": "http://rds.env"]).facts
        let endpoints = facts.filter { $0.name.hasSuffix("endpoint_url") }.map { "\($0.name) \($0.value) \($0.origin)" }
        #expect(
            endpoints == [
                "endpoint_url http://rds.env AWS_ENDPOINT_URL_RDS",
                "secrets_manager.endpoint_url http://secrets.file /home/.aws/config:13",
                "endpoint_url http://all.file /home/.aws/config:8",
            ])
        #expect(facts.first.map { "\($0.name) \($0.value) \($0.origin)" } == "profile dev AWS_PROFILE")
    }
}

@Suite struct ClientSettingsFromConfigurationTests {
    private func settings(_ environment: [String: String]) throws -> ClientSettings {
        let config = """
            [default]
            region = eu-west-1
            use_dualstack_endpoint = true
            max_attempts = 5
            services = local
            s3 =
              addressing_style = path
            [services local]
            rds =
              endpoint_url = http://rds.file
            """
        let sources = ConfigurationSources(
            environment: environment.merging(["HOME": "/home"]) { $1 }, files: .memory(["/home/.aws/config": config]))
        return try ClientSettings(
            ClientConfiguration(sources: sources), credentials: StaticCredentialProvider(.named("A")),
            transport: ReplayTransport())
    }

    @Test func `a client is made as the configuration says`() throws {
        let settings = try settings([
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://secrets.env", "AWS_USE_FIPS_ENDPOINT": "true",
        ])
        #expect(settings.region == Region("eu-west-1"))
        #expect(settings.endpoints.usesFIPS && settings.endpoints.usesDualStack)
        #expect(settings.bucketStyle == .path)
        #expect(settings.retry.maximumAttempts == 5)
        #expect(settings.endpointURL("Secrets Manager")?.host == "secrets.env")
        #expect(settings.endpointURL("RDS")?.host == "rds.file")
        #expect(settings.endpointURL("S3") == nil)
    }

    @Test func `the endpoint for all services is for all`() throws {
        let settings = try settings(["AWS_ENDPOINT_URL": "http://localhost:5000"])
        #expect(
            ["RDS", "S3", "Secrets Manager"].allSatisfy { settings.endpointURL($0)?.authority == "localhost:5000" })
    }

    @Test func `an endpoint that is no URL is never passed over in silence`() {
        #expect(throws: ConfigurationError.self) { try settings(["AWS_ENDPOINT_URL_S3": "localhost"]) }
    }
}
