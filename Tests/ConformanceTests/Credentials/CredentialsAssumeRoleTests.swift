import AWSNames
import Testing

@testable import AWSCore

@Suite("Credentials: profile chains")
struct CredentialsAssumeRoleTests {
    @Test func `a profile leads to the chain that AWS's tools follow`() throws {
        guard let data = ConformanceData(suite: "credentials/assume-role-tests") else { return }
        var report = ConformanceReport("credentials/assume-role-tests")
        for (index, test) in try data.json("credentials/assume-role-tests.json").array.enumerated() {
            report.check("\(index) \(test["docs"].string ?? "")") { try check(test["input"], test["output"]) }
        }
        report.finish()
    }

    private func check(_ input: JSONValue, _ output: JSONValue) throws {
        let selected = input["selected_profile"].string ?? ""
        let configuration = try ClientConfiguration(
            flags: ConfigurationFlags(profile: selected),
            sources: ConfigurationSources(
                environment: ["HOME": "/home"], files: .memory(["/home/.aws/config": configFile(input)])))
        let plan = Result { () throws(CredentialError) in
            try ProfileCredentialPlan(profile: selected, configuration: configuration)
        }
        if output["Error"].string != nil {
            if case .success(let plan) = plan { throw ConformanceFailure("no error, but \(plan)") }
            return
        }
        let chain = try plan.get()
        try expectEqual(
            [base(chain.base)] + chain.roles.map { "AssumeRole \(sorted(role($0)))" },
            output["ProfileChain"].array.map(step), "chain")
    }

    private func configFile(_ input: JSONValue) -> String {
        var lines: [String] = []
        for (kind, sections) in [("profile", input["profiles"]), ("sso-session", input["sso_sessions"])] {
            for section in sections.members {
                lines.append("[\(kind) \(section.key)]")
                lines += section.value.strings.map { "\($0.key) = \($0.value)" }
            }
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - Both sides in one form: the step's kind and its members in order

    private func step(_ expected: JSONValue) -> String {
        guard let member = expected.members.first else { return "nothing" }
        return "\(member.key) \(member.value.string ?? sorted(member.value.strings))"
    }

    private func base(_ base: ProfileCredentialPlan.Base) -> String {
        switch base {
        case .keys(let credentials):
            var members = [
                "access_key_id": credentials.accessKeyID, "secret_access_key": credentials.secretAccessKey.secret,
            ]
            members["account_id"] = credentials.accountID
            return "AccessKey \(sorted(members))"
        case .source(let source):
            return "NamedSource \(source.rawValue)"
        case .webIdentity(let role):
            var members = ["role_arn": role.arn, "web_identity_token_file": role.tokenFile]
            members["role_session_name"] = role.sessionName
            return "WebIdentityToken \(sorted(members))"
        case .sso(let login):
            return "Sso "
                + sorted([
                    "sso_account_id": login.accountID, "sso_region": login.token.region,
                    "sso_role_name": login.roleName, "sso_start_url": login.token.startURL,
                ])
        case .process(let command, _):
            return "Process \(command)"
        }
    }

    private func role(_ role: AssumedRole) -> [String: String] {
        var members = ["role_arn": role.arn]
        members["external_id"] = role.externalID
        members["role_session_name"] = role.sessionName
        return members
    }

    private func sorted(_ members: [String: String]) -> String {
        members.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
}
