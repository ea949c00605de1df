import AWSCore
import Testing

@testable import AWSCore

@Suite struct ProfileCredentialPlanTests {
    private func plan(config: String, credentials: String = "") throws -> ProfileCredentialPlan {
        let configuration = try ClientConfiguration(
            sources: ConfigurationSources(
                environment: ["HOME": "/home"],
                files: .memory(["/home/.aws/config": config, "/home/.aws/credentials": credentials])))
        return try ProfileCredentialPlan(profile: "default", configuration: configuration)
    }

    private static let keys = "aws_access_key_id = K\naws_secret_access_key = s\n"

    @Test
    func `SSO goes before keys, keys of the credentials file before a process, that before keys of the config file`()
        throws
    {
        let sso = "sso_start_url = u\nsso_region = r\nsso_account_id = 1\nsso_role_name = n\n"
        let process = "credential_process = helper\n"
        let all = "[default]\n" + Self.keys + process + sso
        if case .sso = try plan(config: all).base {} else { Issue.record("SSO is passed over") }
        let fileKeys = try plan(config: "[default]\n" + process, credentials: "[default]\n" + Self.keys)
        if case .keys = fileKeys.base {} else { Issue.record("the credentials file is passed over") }
        let both = try plan(config: "[default]\n" + Self.keys + process)
        #expect(both.base == .process(command: "helper", accountID: nil))
    }

    @Test(arguments: [
        ("role_arn = a", "config:2: role_arn requires source_profile or credential_source"),
        (
            "role_arn = a\nsource_profile = b\ncredential_source = Environment",
            "config:4: credential_source cannot be combined"
        ),
        ("role_arn = a\ncredential_source = Moon", "'Moon' is not valid"),
        ("role_arn = a\nsource_profile = gone", "no such profile, although 'default' names it as source_profile"),
        ("role_arn = a\nsource_profile = default", "cycle: default → default"),
        ("role_arn = a\nsource_profile = b\nduration_seconds = 60\n[profile b]", "from 900 to 43200"),
        (
            "role_arn = a\nsource_profile = b\n[profile b]\nregion = x",
            "it is a source_profile, but /home/.aws/config:4 has no credentials"
        ),
        ("sso_account_id = 1\nsso_session = s\nsso_role_name = n", "[sso-session s], which does not exist"),
        ("sso_account_id = 1\nsso_start_url = u\nsso_region = r", "requires sso_role_name"),
        (
            "sso_role_name = n\nsso_session = s\nsso_account_id = 1\nsso_region = x\n[sso-session s]\nsso_region = y\nsso_start_url = u",
            "differs"
        ),
        ("aws_access_key_id = K", "aws_secret_access_key is missing"), ("login_session = arn", "aws login"),
    ])
    func `settings that do not fit together are reported with their location`(lines: String, reason: String) throws {
        let error = try #require(throws: CredentialError.self) { try plan(config: "[default]\n" + lines) }
        #expect(error.description.contains(reason))
        #expect(!error.allowsNextSource)
    }

    @Test func `a profile without credentials lets the search continue`() throws {
        let error = try #require(throws: CredentialError.self) { try plan(config: "[default]\nregion = r") }
        #expect(error.allowsNextSource)
    }

    @Test func `a longer circle is named in full`() throws {
        let error = try #require(throws: CredentialError.self) {
            try plan(
                config: """
                    [default]
                    role_arn = a
                    source_profile = b
                    [profile b]
                    role_arn = b
                    source_profile = c
                    [profile c]
                    role_arn = c
                    source_profile = b
                    """)
        }
        #expect(error.description.contains("default → b → c → b"))
    }

    @Test func `no secret is in a plan's description`() throws {
        let plan = try plan(
            config: "[default]\naws_access_key_id = K\naws_secret_access_key = hush\naws_session_token = hush2")
        var dumped = "\(plan)"
        dump(plan, to: &dumped)
        #expect(!dumped.contains("hush"))
    }

    @Test(arguments: [("x?y", true), ("größe", true), ("gone", false), ("my team", false), (" ", true)])
    func `a profile that cannot be found because of its name is told apart from one that is not there`(
        name: String, isRefused: Bool
    ) throws {
        let config = "[profile dev]\nregion = a\n[profile \(name)]\n" + Self.keys
        let configuration = try ClientConfiguration(
            flags: ConfigurationFlags(profile: name),
            sources: ConfigurationSources(
                environment: ["HOME": "/home"],
                files: .memory(["/home/.aws/config": isRefused ? config : "[profile dev]\nregion = a\n"])))
        let error = #expect(throws: CredentialError.self) {
            try ProfileCredentialPlan(profile: name, configuration: configuration)
        }
        let hint = try #require(error?.attempts.last?.hint)
        #expect(hint.contains(isRefused ? "use letters, digits and" : "existing profiles: dev"))
    }
}
