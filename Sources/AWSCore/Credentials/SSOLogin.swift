/// A profile's settings for IAM Identity Center: the token, and the account and role it is exchanged for.
struct SSOLogin: Hashable, Sendable {
    var token: SSOTokenReference
    var accountID: String
    var roleName: String

    /// Nil when the profile has no settings for SSO roles.
    init?(_ reader: ProfileCredentialReader) throws(CredentialError) {
        let section = reader.section
        guard section.text("sso_account_id") != nil || section.text("sso_role_name") != nil else { return nil }
        guard let token = try SSOTokenReference(reader) else {
            throw reader.failed("sso_account_id", "requires sso_session (or sso_start_url and sso_region)")
        }
        guard let accountID = section.text("sso_account_id") else {
            throw reader.failed("sso_role_name", "requires sso_account_id")
        }
        guard let roleName = section.text("sso_role_name") else {
            throw reader.failed("sso_account_id", "requires sso_role_name")
        }
        self.token = token
        self.accountID = accountID
        self.roleName = roleName
    }
}

/// A token of IAM Identity Center, identified by the session or start URL that it was issued for.
struct SSOTokenReference: Hashable, Sendable {
    var startURL: String
    var region: String
    /// The name of the sso-session section; nil for the older form, whose tokens cannot be refreshed.
    var session: String?

    /// Nil when the profile names no session and no start URL.
    init?(_ reader: ProfileCredentialReader) throws(CredentialError) {
        let section = reader.section
        guard let name = section.text("sso_session") else {
            guard let startURL = section.text("sso_start_url") else { return nil }
            guard let region = section.text("sso_region") else {
                throw reader.failed("sso_start_url", "requires sso_region")
            }
            self.startURL = startURL
            self.region = region
            return
        }
        guard let session = reader.shared.ssoSessions[name] else {
            throw reader.failed("sso_session", "names [sso-session \(name)], which does not exist")
        }
        for property in ["sso_start_url", "sso_region"] {
            guard let value = section.text(property), let other = session.text(property), value != other else {
                continue
            }
            throw reader.failed(property, "differs from the one of [sso-session \(name)]")
        }
        guard let startURL = session.text("sso_start_url"), let region = session.text("sso_region") else {
            throw .failed(reader.name, "\(session.location): [sso-session \(name)] needs sso_start_url and sso_region")
        }
        self.startURL = startURL
        self.region = region
        self.session = name
    }
}
