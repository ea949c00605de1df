import FoundationEssentials
package import PostgresTools
package import RecoveryModel

/// Reads what pgBackRest knows of a stanza: its backups, and the names and times of what is in its archive.
package struct StanzaReader: Sendable {
    package let program: PgBackRest

    package init(_ program: PgBackRest) { self.program = program }

    /// The stanza; nil when there is none.
    ///
    /// - Throws: `CollectionFailure` where it cannot be told, `CancellationError`.
    package func stanza(_ stanza: PgBackRest.Stanza) async throws -> BackRestStanza? {
        do {
            let info = try StanzaInfo(try await program.info(stanza), of: stanza.name)
            guard let found = info.repository(stanza.repository), !found.isMissing else { return nil }
            if let reason = found.obstacle { throw CollectionFailure(operation: "pgbackrest info", reason: reason) }
            var result = found.stanza
            guard let archive = found.archive else { return result }
            var one = stanza
            one.repository = info.isOne ? stanza.repository : found.stanza.repository
            do {
                result.archive = .known(try StanzaInfo.archived(try await program.archive(archive, of: one)))
            } catch let error as CancellationError {
                throw error
            } catch {
                result.archive = .unavailable(
                    CollectionFailure(operation: "pgbackrest repo-ls", reason: "\(error)"))
            }
            return result
        } catch let error as CollectionFailure {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            throw CollectionFailure(operation: "pgbackrest info", reason: "\(error)")
        }
    }
}

extension PgBackRest.Stanza {
    /// As a policy names it.
    package init(_ policy: SelfManagedPolicy.PgBackRest) {
        self.init(policy.stanza, config: policy.config, repository: policy.repository)
    }
}
