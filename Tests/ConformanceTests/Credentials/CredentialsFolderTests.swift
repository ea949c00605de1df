import AWSCore
import AWSNames
import Foundation
import Testing

/// Cases that are a folder each: an environment, a file system, recorded traffic and the credentials that come out.
@Suite("Credentials: recorded cases")
struct CredentialsFolderTests {
    @Test func `the default chain finds what AWS's chain finds`() async throws {
        try await run("credentials/default-credential-provider-chain") { context in
            Outcome(try await DefaultCredentialChain(context).credentials())
        }
    }

    @Test func `profiles yield what AWS's tools make of them`() async throws {
        try await run("credentials/profile-provider") { context in
            Outcome(try await ProfileCredentialProvider(context).credentials())
        }
    }

    @Test func `the cached SSO token is found`() async throws {
        try await run("credentials/default-token-provider-chain") { context in
            let token = try await SSOTokenProvider(context).token()
            return Outcome(token: token.accessToken.secret, expiry: token.expiration)
        }
    }

    private struct Outcome: Equatable {
        var keyID: String?
        var secret: String?
        var token: String?
        var expiry: Int?
        var accountID: String?

        init(token: String, expiry: Int?) {
            self.token = token
            self.expiry = expiry
        }

        init(_ credentials: Credentials) {
            keyID = credentials.accessKeyID
            secret = credentials.secretAccessKey.secret
            token = credentials.sessionToken?.secret
            expiry = credentials.expiration
            accountID = credentials.accountID
        }

        init(expected: JSONValue) throws {
            keyID = expected["access_key_id"].string
            secret = expected["secret_access_key"].string
            token = expected["session_token"].string ?? expected["token"].string
            expiry =
                try expected["expiry"].int
                ?? expected["expiration"].string.map { text in
                    Int(try Date(text, strategy: .iso8601).timeIntervalSince1970)
                }
            accountID = expected["account_id"].string
        }
    }

    private func run(_ folder: String, _ load: (CredentialContext) async throws -> Outcome) async throws {
        guard let data = ConformanceData(suite: folder) else { return }
        var report = ConformanceReport(folder)
        for name in try data.names(in: folder) {
            await report.check(name) { try await check("\(folder)/\(name)", data, load) }
        }
        report.finish()
    }

    private func check(
        _ folder: String, _ data: ConformanceData, _ load: (CredentialContext) async throws -> Outcome
    ) async throws {
        let traffic = try RecordedTraffic(data.json("\(folder)/http-traffic.json"))
        let transport = traffic.transport()
        let sources = ConfigurationSources(
            environment: try data.json("\(folder)/env.json").strings,
            files: FileReader { path throws(FileReadError) in
                let file = "\(folder)/fs\(path)"
                guard data.exists(file) else { return nil }
                do {
                    return try data.bytes(file)
                } catch {
                    throw FileReadError(path: path, reason: "\(error)")
                }
            })
        let context = CredentialContext(
            configuration: try ClientConfiguration(sources: sources), transport: transport,
            clock: ClientClock(
                now: { 1_700_000_000 }, uptime: { .zero }, sleep: { _ in }, random: { 0 }, identifier: { "" }),
            defaultSessionName: { "assume-role-provider-session" })

        let expected = try data.json("\(folder)/test-case.json")["result"]
        if expected["ErrorContains"].string != nil {
            do {
                let outcome = try await load(context)
                throw ConformanceFailure("no error, but \(outcome)")
            } catch is CredentialError {}
        } else {
            try expectEqual(try await load(context), try Outcome(expected: expected["Ok"]), "credentials")
        }
        try traffic.verify(transport.requests)
    }
}
