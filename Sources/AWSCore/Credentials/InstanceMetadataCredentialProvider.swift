import AWSNames

/// The role of the EC2 instance that the process runs on.
public struct InstanceMetadataCredentialProvider: NamedCredentialProvider {
    private let service: InstanceMetadataService

    /// Creates the provider for the configured service.
    public init(_ context: CredentialContext) { service = InstanceMetadataService(context) }

    let name = "EC2 instance metadata"

    /// The role's credentials. Throws `CredentialError`.
    public func credentials() async throws -> Credentials {
        do {
            let session = try await service.session()
            let path = "/latest/meta-data/iam/security-credentials/"
            let role = String(decoding: try await session.get(path).body, as: UTF8.self).trimmingWhitespace
            guard role.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") }) else {
                throw CredentialError.failed(name, "the role's name cannot be read")
            }
            return try read(try await session.get(path + role).body)
        } catch let failure as InstanceMetadataService.Failure {
            throw error(failure)
        }
    }

    private func read(_ body: [UInt8]) throws -> Credentials {
        guard let answer = try? JSONFields(body) else { throw CredentialError.failed(name, "the response is not JSON") }
        if let code = answer.text("Code"), code != "Success" {
            let message = answer.text("Message").map { ": \($0)" } ?? ""
            throw CredentialError.failed(name, "\(code)\(message)", hint: "check the role of the instance's profile")
        }
        let fields = CredentialFields(
            accessKeyID: answer.text("AccessKeyId"), secretAccessKey: answer.secret("SecretAccessKey"),
            sessionToken: answer.secret("Token"), expiration: answer.text("Expiration"),
            accountID: answer.text("AccountId"))
        return try fields.credentials(from: name)
    }

    private func error(_ failure: InstanceMetadataService.Failure) -> CredentialError {
        switch failure {
        case .disabled(let origin):
            .notConfigured(name, "disabled by \(origin)")
        case .unreachable(let error):
            .notConfigured(name, "\(error)")
        case .status(404, let path) where path.contains("security-credentials"):
            .notConfigured(name, "the instance has no role", hint: "attach an instance profile to it")
        case .status(let status, _) where [403, 404, 405].contains(status):
            .notConfigured(name, "no session token (HTTP \(status))", hint: Self.tokenHint)
        case .status(let status, let path):
            .failed(name, "HTTP \(status) for \(path)")
        }
    }

    private static let tokenHint =
        "enable the instance's metadata service; from within a container it also needs a hop limit of 2"
}
