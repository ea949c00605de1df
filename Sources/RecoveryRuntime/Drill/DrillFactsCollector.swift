import AWSCore
import AWSServices
import PostgresTools
import RecoveryEngine
import RecoveryModel

/// Collects everything that preflight judges; it only reads.
struct DrillFactsCollector: Sendable {
    let environment: DrillEnvironment
    let logins: DatabaseLogins

    var client: AWSClient { environment.client }
    var targetClient: AWSClient { environment.targetClient }

    /// Collects all facts, of which only the list of instances is mandatory. Snapshots and target groups are read in
    /// the region of the restore, the source in its own.
    func collect(for request: DrillRequest) async throws -> DrillFacts {
        async let home = DatabaseListing.all(client)
        async let around = request.elsewhere == nil ? nil : DatabaseListing.all(targetClient)
        async let snapshots = DatabaseListing.snapshots(of: request.source, request.kind, targetClient)
        async let groups = securityGroups(request.target.securityGroups)
        async let subnetGroup = subnetGroupExists(request.target.subnetGroup)
        async let earliest = request.kind == .cluster ? nil : earliestRestorable(request.source)
        async let quota = DrillQuota.read(targetClient, request.kind, members: memberCount(request))
        async let memberGroups = memberGroups(request)
        async let roles = roles(request.mission)
        async let version = try? environment.tools?.version()

        var facts = DrillFacts(account: environment.account, caller: environment.caller)
        let listed = try await home
        let names = [listed, try await around].compactMap { $0 }.flatMap { $0.clusters + $0.instances }
        facts.instances = Dictionary(names.map { ($0.id, $0.tags) }) { _, last in last }
        facts.source = (request.kind == .cluster ? listed.clusters : listed.instances).first { $0.id == request.source }
        if request.kind == .instance { facts.source?.earliestRestorable = try await earliest }
        facts.snapshots = try await settled(try await snapshots, request)
        if let mission = request.mission { try await findBackups(mission, &facts) }
        if let vault = request.vault { try await look(into: vault, request, &facts) }
        if let arn = request.sharedSnapshot { facts.shared = try await shared(arn) }
        let (source, point, sharedKey) = (facts.source, point(facts, request), facts.shared?.key?.id)
        let key = key(facts, request, point)
        async let permissions = permissions(source, request, point, key, sharedKey)
        if let key { facts.key = await self.key(key) }
        facts.parameterGroupExists = try await parameterGroupExists(facts, request)
        facts.securityGroups = try await groups
        facts.subnetGroupExists = try await subnetGroup
        facts.quota = try await quota
        facts.memberGroups = try await memberGroups
        facts.roles = try await roles
        facts.clientVersion = await version ?? nil
        facts.permissions = try await permissions
        facts.marker = try await marker(request, facts.source)
        facts.loginFailure = try await loginFailure(request.mission?.database ?? facts.source, request)
        return facts
    }

    /// How many instances the restore makes.
    private func memberCount(_ request: DrillRequest) -> Int {
        guard let mission = request.mission, request.kind == .cluster else { return 1 }
        return mission.database(named: request.target.id).settings?.members.count ?? 1
    }

    /// Why there is no login to the source, without connecting to it.
    private func loginFailure(_ source: InstanceFacts?, _ request: DrillRequest) async throws -> String? {
        guard let source else { return nil }
        do {
            if request.mission == nil { _ = try await logins.source(source) } else { try await logins.prepare(source) }
            return nil
        } catch let error as CancellationError {
            throw error
        } catch let error as ClientError {
            // The login's secret is all that AWS is asked for here.
            let secret = environment.login.secret ?? source.masterSecret
            return secret.map { "failed to read secret \($0): \(error.reason)" } ?? "\(error)"
        } catch {
            return "\(error)"
        }
    }

    /// The snapshots, in which copies of cluster snapshots have the time of the original where it can be read.
    private func settled(_ snapshots: [SnapshotFacts], _ request: DrillRequest) async throws -> [SnapshotFacts] {
        guard request.kind == .cluster, snapshots.contains(where: { $0.createdAt == nil && $0.original != nil })
        else { return snapshots }
        var home = request.elsewhere == nil ? nil : client
        if let lost = request.mission?.home {
            // What another account has can be asked there alone.
            home = lost.account == nil ? client.with { $0.region = lost.region } : nil
        }
        guard let home else { return CopiedSnapshotTime.settled(snapshots, originals: snapshots) }
        let originals = try? await DatabaseListing.snapshots(of: request.source, request.kind, home)
        try Task.checkCancellation()
        return CopiedSnapshotTime.settled(snapshots, originals: originals ?? [])
    }

    /// The recovery point, if it exists already.
    private func point(_ facts: DrillFacts, _ request: DrillRequest) -> RecoveryPoint? {
        if request.selection == .marked {
            return RecoveryPoint(
                kind: .pointInTime, snapshot: nil, time: environment.now(), reason: "between two marker rows")
        }
        return facts.source.flatMap { source in
            try? RecoveryPointChooser.choose(request, of: source, snapshots: facts.snapshots, now: environment.now())
                .get()
        }
    }

    private func permissions(
        _ source: InstanceFacts?, _ request: DrillRequest, _ point: RecoveryPoint?, _ key: String?,
        _ sharedKey: String?
    ) async throws -> PermissionFacts? {
        let isMade = request.selection == .fresh || request.sharedSnapshot != nil
        guard let source, point != nil || isMade else { return nil }
        if let mission = request.mission, let point {
            return try await PolicySimulator(client: client).answers(
                RecoveryPermissions.questions(request, mission, to: point, isSourceLive: !source.status.isEmpty),
                for: environment.caller)
        }
        let restored = try await restoredKey(key)
        return try await PolicySimulator(client: client).answers(
            DrillPermissions.questions(
                request, of: source, to: point, key: restored,
                sharedKey: sharedKey.map { RestoredKey(arn: $0, aliases: nil) }), for: environment.caller)
    }

    /// The key with its aliases, by which a policy may know it.
    private func restoredKey(_ arn: String?) async throws -> RestoredKey? {
        guard let arn, arn.hasPrefix("arn:") else { return nil }
        let aliases = try? await targetClient.pages(KMS.listAliasesPages, .init(keyId: arn)).collect {
            $0.aliases ?? []
        }
        try Task.checkCancellation()
        return RestoredKey(arn: arn, aliases: aliases?.compactMap(\.aliasName).sorted())
    }

    /// A snapshot that another account shares, and the other account's key.
    private func shared(_ arn: String) async throws -> DrillFacts.Shared {
        do {
            let found = try await client.send(
                RDS.describeDBSnapshots, .init(dbSnapshotIdentifier: arn, includeShared: true))
            let snapshot = found.dbSnapshots?.first.flatMap(SnapshotFacts.init(described:))
            guard let id = snapshot?.encryptionKey else { return DrillFacts.Shared(snapshot: snapshot) }
            return DrillFacts.Shared(snapshot: snapshot, key: await key(id))
        } catch let error as ClientError {
            return DrillFacts.Shared(snapshot: nil, failure: error.reason)
        }
    }

    /// The recovery points of the source in a vault take the place of its snapshots.
    private func look(into vault: String, _ request: DrillRequest, _ facts: inout DrillFacts) async throws {
        let restores = VaultRestore(client: client)
        (facts.snapshots, facts.vault) = ([], DrillFacts.Vault())
        if let source = facts.source {
            do {
                facts.snapshots = try await restores.points(of: source, source.arn, in: vault)
            } catch let error as ClientError {
                facts.vault?.failure = error.reason
            }
        }
        guard let role = request.restoreRole else { return }
        switch try await restores.faults(ofRole: role, request.scope) {
        case .known(let faults): facts.vault?.roleFaults = faults
        case .unavailable(let failure): facts.vault?.roleFailure = "\(failure)"
        }
    }

    /// The facts about the marker table, only for a drill that will write to it.
    private func marker(_ request: DrillRequest, _ source: InstanceFacts?) async throws -> MarkerTableFacts? {
        guard request.selection == .marked, let table = request.marker, let source else { return nil }
        do {
            return try await SourceMarkers(table: MarkerTable(table), environment: environment).facts(
                try await logins.source(source))
        } catch let error as CancellationError {
            throw error
        } catch {
            return MarkerTableFacts(login: "", table: nil, failure: "\(error)")
        }
    }

    /// The key that the restore needs: the snapshot's, which differs between regions.
    private func key(_ facts: DrillFacts, _ request: DrillRequest, _ point: RecoveryPoint?) -> String? {
        if request.mission != nil, point?.snapshot == nil { return request.mission?.database.encryptionKey }
        guard let source = facts.source else { return nil }
        guard let id = point?.snapshot else { return request.elsewhere == nil ? source.encryptionKey : nil }
        return facts.snapshots.first { $0.id == id }?.encryptionKey
    }

    /// The restored database as RDS describes it now, a recovered one with its custom endpoints; nil when it does not
    /// exist.
    func database(_ request: DrillRequest, named id: String) async throws -> InstanceFacts? {
        request.mission == nil
            ? try await DatabaseListing.one(id, request.kind, targetClient)
            : try await DatabaseListing.whole(id, request.kind, targetClient)
    }

    private func securityGroups(_ ids: [String]) async throws -> [SecurityGroupFacts] {
        guard !ids.isEmpty else { return [] }
        do {
            let groups =
                try await targetClient.send(EC2.describeSecurityGroups, .init(groupIds: ids)).securityGroups ?? []
            return ids.map { id in
                guard let group = groups.first(where: { $0.groupId == id }) else {
                    return SecurityGroupFacts(id: id, openRules: nil, failure: "not found")
                }
                return SecurityGroupFacts(described: group, id: id)
            }
        } catch let error as ClientError {
            return ids.map { SecurityGroupFacts(id: $0, openRules: nil, failure: "\(error)") }
        }
    }

    private func subnetGroupExists(_ name: String?) async throws -> Bool? {
        guard let name else { return nil }
        do {
            let found = try await targetClient.send(RDS.describeDBSubnetGroups, .init(dbSubnetGroupName: name))
            return !(found.dbSubnetGroups ?? []).isEmpty
        } catch let error as ClientError {
            return error.code == "DBSubnetGroupNotFoundFault" ? false : nil
        }
    }

    /// The start of the restorable window, which RDS reports with the automated backups and not with the instance.
    private func earliestRestorable(_ source: String) async throws -> Instant? {
        let backups = try? await client.send(
            RDS.describeDBInstanceAutomatedBackups, .init(dbInstanceIdentifier: source))
        try Task.checkCancellation()
        return backups?.dbInstanceAutomatedBackups?.first { $0.status == "active" }?.restoreWindow?.earliestTime
            .map { Instant(milliseconds: $0.milliseconds) }
    }

    private func key(_ id: String) async -> DrillFacts.Key {
        do {
            let metadata = try await targetClient.send(KMS.describeKey, .init(keyId: id)).keyMetadata
            return DrillFacts.Key(id: id, state: metadata?.keyState?.rawValue, failure: "KMS returned no key state")
        } catch {
            return DrillFacts.Key(id: id, state: nil, failure: "\(error)")
        }
    }
}
