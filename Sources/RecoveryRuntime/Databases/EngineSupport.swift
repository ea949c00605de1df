import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Reads until when AWS supports the versions of databases, once for each engine, where the policy asks for it.
struct EngineSupport: Sendable {
    let observer: Observer
    let selectors: [DatabaseSelector]

    /// The databases with the end of their version's support.
    func filled(
        _ databases: [DatabaseKind: Collected<[Database]>]
    ) async throws -> [DatabaseKind: Collected<[Database]>] {
        let engines = Set(databases.values.flatMap { $0.value ?? [] }.filter(isAsked).map(\.engine.description))
            .sorted()
        let lists = try await concurrentMap(engines) { try await versions(of: $0) }
        let byEngine = Dictionary(uniqueKeysWithValues: zip(engines, lists))
        return databases.mapValues { seen in
            seen.map { all in
                all.map { database in
                    guard isAsked(database), let versions = byEngine[database.engine.description] else {
                        return database
                    }
                    var filled = database
                    filled.supportedUntil = versions.flatMap { $0.end(of: database.engineVersion) }
                    return filled
                }
            }
        }
    }

    private func versions(of engine: String) async throws -> Collected<MajorVersions> {
        try await observer.list(RDS.describeDBMajorEngineVersionsPages, .init(engine: engine)) { page in
            let versions = try page.dbMajorEngineVersions.required("DBMajorEngineVersions")
            // One without a name could be the one that is looked for.
            for version in versions { _ = try version.majorEngineVersion.required("MajorEngineVersion") }
            return versions
        }.map { MajorVersions(engine: engine, all: $0) }
    }

    private func isAsked(_ database: Database) -> Bool {
        selectors.contains { selector in
            selector.kind == database.kind && selector.policy.protection.engineSupportedFor != nil
                && selector.matches(database)
        }
    }
}

/// The major versions of one engine that RDS offers.
private struct MajorVersions: Sendable {
    let engine: String
    let all: [RDS.DBMajorEngineVersion]

    /// The end of standard support for the major version that a version belongs to; nil inside when RDS lists it no more.
    func end(of version: String) -> Collected<Instant?> {
        let matches = all.filter { major in
            guard let name = major.majorEngineVersion, !name.isEmpty else { return false }
            return version == name || version.hasPrefix(name + ".")
        }
        // Of `8` and `8.0` the longer one is meant.
        guard let major = matches.max(by: { ($0.majorEngineVersion ?? "").count < ($1.majorEngineVersion ?? "").count })
        else { return .known(nil) }
        let standard = (major.supportedEngineLifecycles ?? []).first {
            $0.lifecycleSupportName?.rawValue == "open-source-rds-standard-support"
        }
        guard let standard else {
            return .unavailable(
                CollectionFailure(
                    operation: "rds:DescribeDBMajorEngineVersions",
                    reason: "RDS publishes no end of support for \(engine) \(version)"))
        }
        return .known(Instant(milliseconds: standard.lifecycleSupportEndDate.milliseconds))
    }
}
