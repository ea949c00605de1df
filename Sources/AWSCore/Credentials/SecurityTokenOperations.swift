import AWSNames

extension CredentialServices {
    struct AssumeRoleInput: Sendable {
        var role: AssumedRole
        var sessionName: String
        var mfaCode: Redacted<String>?
    }

    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    static let assumeRole = Operation<AssumeRoleInput, CredentialFields>(
        name: "AssumeRole", service: sts,
        encode: { input in
            form(
                "AssumeRole",
                [
                    ("RoleArn", input.role.arn), ("RoleSessionName", input.sessionName),
                    ("DurationSeconds", input.role.duration.map(String.init)), ("ExternalId", input.role.externalID),
                    ("SerialNumber", input.role.mfaSerial), ("TokenCode", input.mfaCode?.secret),
                ])
        },
        decode: { try credentials(in: $0, result: "AssumeRoleResult") },
        decodeError: { ErrorDecoder.decode($0, .query) })

    struct AssumeRoleWithWebIdentityInput: Sendable {
        var role: WebIdentityRole
        var sessionName: String
        var token: Redacted<String>
    }

    /// Not signed, since the token authenticates the caller.
    ///
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
    static let assumeRoleWithWebIdentity = Operation<AssumeRoleWithWebIdentityInput, CredentialFields>(
        name: "AssumeRoleWithWebIdentity", service: sts, authentication: .none,
        encode: { input in
            form(
                "AssumeRoleWithWebIdentity",
                [
                    ("RoleArn", input.role.arn), ("RoleSessionName", input.sessionName),
                    ("WebIdentityToken", input.token.secret),
                ])
        },
        decode: { try credentials(in: $0, result: "AssumeRoleWithWebIdentityResult") },
        decodeError: { ErrorDecoder.decode($0, .query) })

    private static func form(_ action: String, _ fields: [(String, String?)]) -> OperationRequest {
        let all = [("Action", action), ("Version", sts.apiVersion)] + fields
        let pairs = all.compactMap { name, value in value.map { "\(name)=\(URIEncoding.encode($0))" } }
        return OperationRequest(
            method: "POST", path: "/", headers: ["content-type": "application/x-www-form-urlencoded"],
            body: .bytes(Array(pairs.joined(separator: "&").utf8)))
    }

    private static func credentials(in response: HTTPResponse, result: String) throws -> CredentialFields {
        let document = try XMLReader.parse(response.body)
        func text(_ path: String...) -> String? {
            var node = document.root
            for name in [result] + path {
                guard let child = document.child(node, named: name) else { return nil }
                node = child
            }
            return document.string(node)
        }
        return CredentialFields(
            accessKeyID: text("Credentials", "AccessKeyId"),
            secretAccessKey: text("Credentials", "SecretAccessKey").map(Redacted.init),
            sessionToken: text("Credentials", "SessionToken").map(Redacted.init),
            expiration: text("Credentials", "Expiration"),
            accountID: text("AssumedRoleUser", "Arn").flatMap(ARN.init)?.account)
    }
}

extension CredentialContext {
    /// Calls STS, with a hint when the call is refused.
    func assume<Input>(
        _ role: String, by operation: Operation<Input, CredentialFields>, _ input: Input,
        signedWith provider: (any CredentialProvider)? = nil, for source: String
    ) async throws -> Credentials {
        guard let region = configuration.region?.value else {
            throw CredentialError.failed(
                source, "STS needs a region to be asked in", hint: "set AWS_REGION, or region in the profile")
        }
        do {
            let fields = try await call(operation, input, region: region, signedWith: provider)
            return try fields.credentials(from: source) { "\(operation.name): \($0)" }
        } catch let error as ClientError {
            if case .credentials(let cause as CredentialError) = error.cause { throw cause }
            throw CredentialError.failed(
                source, "\(operation.name) of \(role): \(error.reason)", hint: error.code.flatMap(hint))
        }
    }

    private func hint(_ code: String) -> String? {
        switch code {
        case "AccessDenied":
            "the role's trust policy must allow this caller, and the caller must be allowed to assume it"
        case "ExpiredToken", "ExpiredTokenException": "what the role is assumed with has expired: sign in again"
        case "SignatureDoesNotMatch", "RequestExpired", "RequestTimeTooSkewed":
            "check the secret key and this machine's clock"
        case "InvalidClientTokenId": "the access key that the role is assumed with does not exist (any more)"
        default: nil
        }
    }
}
