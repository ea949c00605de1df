@testable import AWSCore

/// The shared config and credentials files, and what is made of a profile.
enum ConfigurationTarget {
    static func run(_ bytes: [UInt8]) {
        let files = FileReader.memory([
            "/home/.aws/config": String(decoding: bytes, as: UTF8.self),
            "/home/.aws/credentials": String(decoding: bytes.reversed(), as: UTF8.self),
        ])
        for kind in [SharedConfigurationParser.Kind.config, .credentials] {
            _ = try? SharedConfigurationParser(path: "file", kind: kind).parse(bytes)
        }
        let sources = ConfigurationSources(environment: ["HOME": "/home"], files: files)
        guard let configuration = try? ClientConfiguration(flags: ConfigurationFlags(), sources: sources) else {
            return
        }
        _ = try? ProfileCredentialPlan(profile: configuration.profile.value, configuration: configuration)
        _ = try? configuration.endpointURL(forServiceID: "S3")
    }
}
