import AWSCore
import AWSNames
import RecoveryModel
import RecoveryRuntime
import Synchronization

extension Doctor {
    /// Credentials, then one call with them.
    ///
    /// - Throws: `CancellationError`.
    mutating func connection(
        _ configuration: ClientConfiguration, _ region: Region?, _ policies: [RecoveryPolicy]
    ) async throws {
        let transport = CurlTransport(
            options: .init(
                caBundle: configuration.caBundle?.value ?? CurlTransport.Options.caBundle(in: context.environment)))
        do {
            let found = try await credentials(configuration, transport)
            try await call(found, configuration, region, policies, transport)
            await transport.shutdown()
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    /// Where credentials come from; nil when there are none.
    private mutating func credentials(
        _ configuration: ClientConfiguration, _ transport: CurlTransport
    ) async throws -> (any CredentialProvider)? {
        let prompt = MFAPrompt(context)
        let needs = CredentialContext(
            configuration: configuration, transport: transport,
            promptForMFACode: prompt.map { prompt in { @Sendable serial in try prompt.ask(serial) } })
        let chain = DefaultCredentialChain(needs)
        do {
            let found = try await chain.credentials()
            let expiry = found.expiration.map { ", valid until \(Instant(secondsSince1970: Double($0)).shown)" } ?? ""
            checkup.add("credentials", .ok, "from \(await chain.sourceName ?? "an unknown source")\(expiry)")
            let options = context.options
            // An MFA code is good for one call: what was found with it is not asked for again.
            guard let role = options.assumeRole else { return StaticCredentialProvider(found) }
            checkup.add("role", .note, "\(role) (from --assume-role)")
            let assumed = AssumedRole(
                arn: role, externalID: options.externalID, sessionName: options.roleSessionName,
                duration: options.roleDuration)
            return AssumeRoleCredentialProvider(assumed, source: StaticCredentialProvider(found), context: needs)
        } catch let error as CancellationError {
            throw error
        } catch {
            let (text, fix) = Self.parts(of: "\(error)")
            missing("credentials", text, fix: fix, .unauthorised)
            return nil
        }
    }

    /// Asks STS who the caller is, which shows the endpoint and the clock too.
    private mutating func call(
        _ credentials: (any CredentialProvider)?, _ configuration: ClientConfiguration, _ region: Region?,
        _ policies: [RecoveryPolicy], _ transport: CurlTransport
    ) async throws {
        guard let credentials, let region else {
            let reason = credentials == nil ? "there are no credentials" : "no region is known"
            for name in ["identity", "endpoint", "clock"] { checkup.add(name, .unknown, reason) }
            return
        }
        let last = Mutex<(attempt: AttemptRecord, at: Instant)?>(nil)
        let now = context.now
        do {
            let factory = ClientFactory(configuration, context)
            let client = try factory.client(region: region, transport: transport).with {
                $0.credentials = credentials
                $0.onAttempt = { attempt in last.withLock { $0 = (attempt, now()) } }
            }
            let session = try await AWSSession(client: client, region: region)
            checkup.add("identity", .ok, session.caller)
            account(session.account, policies)
            // The clock is judged by the first answer.
            let first = last.withLock { $0 }
            try await places(of: policies, session, factory, transport)
            try await duty(of: policies, session, factory, transport)
            try await evidence(of: policies, client: session.client)
            last.withLock { $0 = first }
        } catch let error as CancellationError {
            throw error
        } catch {
            let failure = CommandFailure(error)
            if let failed = last.withLock({ $0 }), failed.attempt.status == nil {
                missing(
                    "endpoint", failure.message,
                    fix: failure.hint ?? "check the network, the proxy and AWS_ENDPOINT_URL")
                for name in ["identity", "clock"] { checkup.add(name, .unknown, "the endpoint does not answer") }
                return
            }
            missing("identity", failure.message, fix: failure.hint, failure.status)
        }
        guard let (attempt, at) = last.withLock({ $0 }) else {
            for name in ["endpoint", "clock"] { checkup.add(name, .unknown, "no call was made") }
            return
        }
        checkup.add("endpoint", .ok, "\(attempt.endpoint) answers")
        let served = attempt.date.flatMap { Timestamp($0, format: .httpDate) }
        add(.clock(aheadBy: served.map { at.milliseconds / 1_000 - $0.seconds }))
    }

    private mutating func account(_ account: AccountID, _ policies: [RecoveryPolicy]) {
        let strangers = policies.filter { $0.scope.assumeRole == nil && !$0.scope.accounts.contains(account) }
        guard !strangers.isEmpty else {
            checkup.add("account", policies.isEmpty ? .note : .ok, "\(account)")
            return
        }
        let scopes = Set(strangers.flatMap(\.scope.accounts).map(\.description)).sorted()
        missing(
            "account", "\(account), but \(CountText.list(strangers.map(\.name))) applies to \(CountText.list(scopes))",
            fix:
                "choose a profile of the right account with --profile, name a role in scope.assumeRole, or fix scope.accounts",
            .refused)
    }
}
