import AWSNames

/// Reads one profile's settings for credentials.
struct ProfileCredentialReader {
    let section: ConfigurationSection
    let shared: SharedConfiguration

    var name: String { "profile '\(section.name)'" }

    /// True for a profile with a role that is assumed with other credentials.
    var assumesRole: Bool { section.text("role_arn") != nil && section.text("web_identity_token_file") == nil }

    var hasKeys: Bool {
        section.text("aws_access_key_id") != nil || section.text("aws_secret_access_key") != nil
    }

    // MARK: - Roles

    enum RoleSource {
        case profile(String)
        case named(NamedCredentialSource)
    }

    func roleSource() throws(CredentialError) -> RoleSource {
        switch (section.text("source_profile"), section.text("credential_source")) {
        case (let profile?, nil): return .profile(profile)
        case (nil, let text?):
            guard
                let source = NamedCredentialSource.allCases.first(where: {
                    $0.rawValue.lowercased() == text.lowercased()
                })
            else {
                let known = NamedCredentialSource.allCases.map(\.rawValue).joined(separator: ", ")
                throw failed("credential_source", "'\(text)' is not valid", hint: "use one of \(known)")
            }
            return .named(source)
        case (nil, nil):
            throw failed("role_arn", "requires source_profile or credential_source")
        case (_?, _?):
            throw failed("credential_source", "cannot be combined with source_profile", hint: "remove one of the two")
        }
    }

    func role() throws(CredentialError) -> AssumedRole {
        var role = AssumedRole(arn: section.text("role_arn") ?? "")
        role.externalID = section.text("external_id")
        role.mfaSerial = section.text("mfa_serial")
        role.sessionName = section.text("role_session_name")
        if let text = section.text("duration_seconds") {
            guard let seconds = Int(text), (900...43_200).contains(seconds) else {
                throw failed("duration_seconds", "'\(text)' is not a whole number from 900 to 43200")
            }
            role.duration = seconds
        }
        return role
    }

    // MARK: - First credentials

    /// The first credentials, in the AWS CLI's order: web identity, SSO, keys of the credentials file, process, keys of
    /// the config file.
    func base(isSource: Bool) throws(CredentialError) -> ProfileCredentialPlan.Base {
        if let tokenFile = section.text("web_identity_token_file") {
            guard let arn = section.text("role_arn") else {
                throw failed("web_identity_token_file", "requires role_arn")
            }
            let sessionName = section.text("role_session_name")
            return .webIdentity(WebIdentityRole(tokenFile: tokenFile, arn: arn, sessionName: sessionName))
        }
        if let login = try SSOLogin(self) { return .sso(login) }
        if keysAre(in: .credentials) { return .keys(try keys()) }
        if section.text("login_session") != nil {
            throw .failed(
                name, "it signs in with `aws login`, whose sessions only the AWS CLI can renew",
                hint: "run `eval $(aws configure export-credentials --format env)`")
        }
        if let command = section.text("credential_process") {
            return .process(command: command, accountID: section.text("aws_account_id"))
        }
        if keysAre(in: .config) { return .keys(try keys()) }

        let reason = "\(section.location) has no credentials"
        throw isSource ? .failed(name, "it is a source_profile, but \(reason)") : .notConfigured(name, reason)
    }

    private func keysAre(in file: SharedConfigurationParser.Kind) -> Bool {
        guard hasKeys else { return false }
        return (section.properties["aws_access_key_id"] ?? section.properties["aws_secret_access_key"])?.file == file
    }

    private func keys() throws(CredentialError) -> Credentials {
        let fields = CredentialFields(
            accessKeyID: section.text("aws_access_key_id"),
            secretAccessKey: section.text("aws_secret_access_key").map(Redacted.init),
            sessionToken: (section.text("aws_security_token") ?? section.text("aws_session_token")).map(Redacted.init),
            expiration: nil, accountID: section.text("aws_account_id"))
        return try fields.credentials(from: name) {
            $0 == "AccessKeyId" ? "aws_access_key_id" : "aws_secret_access_key"
        }
    }

    /// An error at one of the profile's properties.
    func failed(_ property: String, _ reason: String, hint: String? = nil) -> CredentialError {
        let place = section.properties[property]?.location ?? section.location
        return .failed(name, "\(place): \(property) \(reason)", hint: hint)
    }
}
