import AWSNames

/// The credentials of a role in an account, from a token of IAM Identity Center.
struct SSOCredentialProvider: NamedCredentialProvider {
    let name: String
    let login: SSOLogin
    let context: CredentialContext

    func credentials() async throws -> Credentials {
        let tokens = SSOTokenProvider(name: name, reference: login.token, context: context)
        let token = try await tokens.token()
        let input = CredentialServices.GetRoleCredentialsInput(
            accountID: login.accountID, roleName: login.roleName, token: token.accessToken)
        do {
            var fields = try await context.call(
                CredentialServices.getRoleCredentials, input, region: Region(login.token.region))
            fields.accountID = login.accountID
            return try fields.credentials(from: name) { "GetRoleCredentials: \($0)" }
        } catch let error as ClientError {
            throw failure(error, loginHint: tokens.loginHint)
        }
    }

    private func failure(_ error: ClientError, loginHint: String) -> CredentialError {
        let role = "role \(login.roleName) of account \(login.accountID)"
        let hint: String? =
            switch error.service?.status {
            case 401: loginHint
            case 403, 404:
                "check sso_account_id and sso_role_name; `aws sso list-accounts` shows what is assigned to you"
            default: nil
            }
        return .failed(name, "GetRoleCredentials for \(role): \(error.reason)", hint: hint)
    }
}
