import AWSCore
import AWSNames
import PostgresTools
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

extension Doctor {
    /// Checks what the verb of `--for` needs besides: permissions in each account, and room for what it restores.
    ///
    /// - Throws: `CancellationError`.
    mutating func duty(
        of policies: [RecoveryPolicy], _ own: AWSSession, _ factory: ClientFactory, _ transport: CurlTransport
    ) async throws {
        guard let duty else { return }
        guard !policies.isEmpty else {
            return checkup.add(
                "permissions", .unknown, "what \(duty.rawValue) may touch follows from a policy, and there is none")
        }
        let list = TargetList(policies, caller: own.account)
        let sessions = RunSessions(own: own, factory: factory, transport: transport)
        var callers: [(session: AWSSession, policies: Set<String>)] = []
        for target in list.targets {
            if case .closed = target.access { continue }
            do {
                let session = try await sessions.session(for: target)
                if let place = callers.firstIndex(where: { $0.session.caller == session.caller }) {
                    callers[place].policies.insert(target.name.policy)
                } else {
                    callers.append((session, [target.name.policy]))
                }
                if [.drill, .recover].contains(duty) { try await quota(session) }
            } catch let error as CancellationError {
                throw error
            } catch {
                // The check of the place has said why it cannot be entered.
                checkup.add(
                    "permissions", .unknown, "\(target.name.shown): not asked: \(CommandFailure(error).message)")
            }
        }
        for (session, names) in callers {
            let isAlone = callers.count { $0.session.account == session.account } == 1
            let place = isAlone ? "\(session.account)" : "\(session.account) as \(session.caller)"
            try await permissions(duty, policies.filter { names.contains($0.name) }, session, place)
        }
    }

    /// Asks whether a caller may do what its own policies need of it.
    ///
    /// - Parameter place: The account; with the caller, where it is entered by several.
    private mutating func permissions(
        _ duty: RolePolicy.Duty, _ policies: [RecoveryPolicy], _ session: AWSSession,
        _ place: String
    ) async throws {
        let questions = DutyPermissions.questions(duty, of: policies, account: session.account)
        guard !questions.isEmpty else {
            return checkup.add(
                "permissions", .note, "the policies give `\(duty.rawValue)` nothing to do in \(place)")
        }
        let facts = try await DutyProbe.answers(questions, caller: session.caller, session.client)
        add(facts.item(duty, in: place))
    }

    private mutating func quota(_ session: AWSSession) async throws {
        guard let quota = try await DrillQuota.read(session.client, .instance) else {
            return checkup.add("quota", .unknown, "the instance quota of \(session.region) could not be read")
        }
        let text = "\(quota.used) of \(quota.limit) instances in \(session.region) are in use"
        guard quota.used < quota.limit else {
            return missing("quota", text, fix: "request a higher quota of DB instances, or delete what nobody needs")
        }
        checkup.add("quota", .ok, text)
    }

    /// The programs that the verb of `--for` runs.
    mutating func programs() async {
        guard duty == .backup || duty == .restore else { return }
        do {
            let programs = try BackupPrograms.locate(environment: context.environment)
            let versions = try await programs.versions().sorted { $0.key < $1.key }
            checkup.add("programs", .ok, versions.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            if !versions.contains(where: { $0.key == "age" }) {
                checkup.add(
                    "age", .note, "not found; only backups encrypted with age need it", fix: "apt-get install age")
            }
        } catch {
            missing("programs", "\(error)", fix: "apt-get install postgresql-client zstd age")
        }
    }
}
