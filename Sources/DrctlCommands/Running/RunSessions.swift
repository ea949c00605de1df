import AWSCore
import AWSNames
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

/// The sessions of one run: one connection, one set of credentials for each account, one session for each account and
/// region, opened when its first target comes.
actor RunSessions {
    private let factory: ClientFactory
    private let transport: CurlTransport
    /// With the credentials of the command line, in some region.
    let own: AWSSession
    private var assumed: [AssumedRole: AWSClient] = [:]
    /// The first target opens a session; the others of its account and region wait for it, and share its failure: asking
    /// again for each of thirty policies would keep the run for minutes.
    private var sessions: [Key: Task<AWSSession, any Error>] = [:]

    private struct Key: Hashable {
        var role: AssumedRole?
        var region: Region
    }

    /// - Parameter own: A session with the credentials of the command line, in any region.
    init(own: AWSSession, factory: ClientFactory, transport: CurlTransport) {
        self.own = own
        self.factory = factory
        self.transport = transport
        sessions[Key(role: nil, region: own.region)] = Task { own }
    }

    /// The session of a target, whose account is then known to be the right one.
    ///
    /// - Throws: `RunFailure`, `ClientError`, `ConfigurationError`, `CancellationError`.
    func session(for target: PlannedTarget) async throws -> AWSSession {
        let (name, region) = (target.name, target.name.region)
        let session: AWSSession
        switch target.access {
        case .closed(let failure): throw failure
        case .own: session = try await enabled(region) { try await open(nil, own.client, region) }
        case .role(let role):
            let assumed = Self.assumed(role, name)
            let client = try client(assuming: assumed)
            session = try await enabled(region) { try await open(assumed, client, region) }
        }
        guard session.account == name.account else {
            throw RunFailure("the session belongs to account \(session.account), not to \(name.account)")
        }
        return session
    }

    /// The client of a target, of which nothing is asked yet; nil where no role of its account is named.
    ///
    /// - Throws: `ConfigurationError`.
    func client(for target: PlannedTarget) throws -> AWSClient? {
        guard case .role(let role) = target.access else { return nil }
        return try client(assuming: Self.assumed(role, target.name)).with { $0.region = target.name.region }
    }

    private static func assumed(_ role: PolicyScope.AssumedRole, _ name: TargetName) -> AssumedRole {
        AssumedRole(
            arn: "arn:\(name.region.partition.rawValue):iam::\(name.account):role/\(role.name)",
            externalID: role.externalID, sessionName: role.sessionName)
    }

    /// Says what it means when a region does not know credentials that are good elsewhere.
    ///
    /// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
    private func enabled(_ region: Region, _ open: () async throws -> AWSSession) async throws -> AWSSession {
        do {
            return try await open()
        } catch let error as ClientError
            where ["InvalidClientTokenId", "UnrecognizedClientException", "OptInRequired"].contains(error.code ?? "")
        {
            throw RunFailure(
                "\(error)",
                hint:
                    "\(region) does not know the credentials, which are good in \(own.region): it may not be enabled in "
                    + "the account")
        }
    }

    private func open(_ role: AssumedRole?, _ client: AWSClient, _ region: Region) async throws -> AWSSession {
        let key = Key(role: role, region: region)
        let opening =
            sessions[key]
            ?? Task { try await AWSSession(client: client.with { $0.region = region }, region: region) }
        sessions[key] = opening
        return try await withTaskCancellationHandler {
            try await opening.value
        } onCancel: {
            opening.cancel()
        }
    }

    private func client(assuming role: AssumedRole) throws -> AWSClient {
        if let client = assumed[role] { return client }
        let client = try factory.client(assuming: role, from: own.client, transport: transport)
        assumed[role] = client
        return client
    }
}
