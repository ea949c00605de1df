import AWSNames

extension CredentialServices {
    struct GetRoleCredentialsInput: Sendable {
        var accountID: String
        var roleName: String
        var token: Redacted<String>
    }

    /// Not signed, since the token authenticates the caller.
    ///
    /// https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
    static let getRoleCredentials = Operation<GetRoleCredentialsInput, CredentialFields>(
        name: "GetRoleCredentials", service: sso, authentication: .none,
        encode: { input in
            let account = URIEncoding.encode(input.accountID)
            return OperationRequest(
                method: "GET", path: "/federation/credentials",
                query: "account_id=\(account)&role_name=\(URIEncoding.encode(input.roleName))",
                headers: ["x-amz-sso_bearer_token": input.token.secret])
        },
        decode: { response in
            guard let answer = try JSONFields(response.body).object("roleCredentials") else { throw NoCredentials() }
            return CredentialFields(
                accessKeyID: answer.text("accessKeyId"), secretAccessKey: answer.secret("secretAccessKey"),
                sessionToken: answer.secret("sessionToken"),
                expiration: answer.number("expiration").map { InternetTimestamp.text($0 / 1000) })
        },
        decodeError: { wireError($0) })

    struct CreateTokenOutput: Sendable {
        var accessToken: Redacted<String>
        /// Seconds.
        var lifetime: Int
        var refreshToken: Redacted<String>?
    }

    /// Not signed, since client and refresh token authenticate the caller.
    ///
    /// https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
    static let createToken = Operation<SSOToken.Renewal, CreateTokenOutput>(
        name: "CreateToken", service: ssoOIDC, authentication: .none,
        encode: { renewal in
            OperationRequest(
                method: "POST", path: "/token", headers: ["content-type": "application/json"],
                body: .bytes(
                    JSONObjectText.make([
                        ("grantType", "refresh_token"), ("clientId", renewal.clientID),
                        ("clientSecret", renewal.clientSecret.secret), ("refreshToken", renewal.refreshToken.secret),
                    ])))
        },
        decode: { response in
            let answer = try JSONFields(response.body)
            guard let accessToken = answer.secret("accessToken"), let lifetime = answer.number("expiresIn") else {
                throw NoCredentials()
            }
            return CreateTokenOutput(
                accessToken: accessToken, lifetime: lifetime, refreshToken: answer.secret("refreshToken"))
        },
        decodeError: { wireError($0) })

    private struct NoCredentials: Error, CustomStringConvertible {
        var description: String { "the response contains no credentials" }
    }

    /// Reads JSON errors, including bodies according to OAuth 2 (RFC 6749, section 5.2).
    private static func wireError(_ response: HTTPResponse) -> WireError {
        var error = ErrorDecoder.decode(response, .restJSON)
        guard error.code == nil, let answer = try? JSONFields(response.body) else { return error }
        error.code = answer.text("error")
        if error.message.isEmpty { error.message = answer.text("error_description") ?? "" }
        return error
    }
}
