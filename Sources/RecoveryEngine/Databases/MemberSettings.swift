import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// What the operating system did before the disaster.
    static func enhancedMonitoring(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.enhanced-monitoring", cluster: "cluster.enhanced-monitoring"),
            title: "Enhanced Monitoring is enabled",
            why: "Why a database ran out of memory or disk is seen in seconds, not in five-minute averages.",
            severity: .low,
            standards: kind.pick(
                instance: [.securityHub("RDS.6"), .awsConfig("rds-enhanced-monitoring-enabled"), .nist80053("CA-7")],
                cluster: [.nist80053("CA-7")]) + Standard.monitoring,
            field: "databases[].protection.enhancedMonitoring",
            required: \.policy.protection.enhancedMonitoring,
            observed: { subject in
                subject.worst(\.monitoringInterval) { $0.map { $0 == 0 ? .max : $0 }.max() ?? .max }
            },
            satisfies: { interval, required in interval.holds { $0 <= required.seconds } },
            showRequired: { "at least every \($0)" },
            showObserved: { $0.shown { $0 == .max ? "disabled" : "every \(TimeSpan(seconds: $0))" } },
            remedy: { subject, required in
                subject.memberlessRemedy
                    ?? .procedure(
                        "aws rds modify-\(subject.database.cliNoun) \(subject.database.cliIdentifier) --monitoring-interval "
                            + "\(min(60, required.seconds)) --monitoring-role-arn ROLE …")
            }
        )
    }

    /// Which statements the load came from.
    static func performanceInsights(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.performance-insights", cluster: "cluster.performance-insights"),
            title: "Performance Insights is enabled",
            why: "Whether a restored database bears the load is compared with what the lost one bore.",
            severity: .low,
            standards: Standard.monitoring,
            field: "databases[].protection.performanceInsights",
            required: { $0.policy.protection.performanceInsights == true ? true : nil },
            observed: { $0.worst(\.performanceInsights) { $0.allSatisfy { $0 } } },
            satisfies: { observed, _ in observed.holds { $0 } },
            showObserved: { $0.shown { Shown.text($0) } },
            remedy: { subject, _ in
                subject.memberlessRemedy
                    ?? .procedure(
                        "aws rds modify-\(subject.database.cliNoun) \(subject.database.cliIdentifier) "
                            + "--enable-performance-insights …")
            }
        )
    }

    /// Clients that check the certificate stop at its end.
    static func certificate(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.ca-certificate", cluster: "cluster.ca-certificate"),
            title: "The server certificate is valid long enough",
            why: "When the certificate ends, every client that checks it stops, and a restore keeps the old authority.",
            severity: .medium,
            standards: [.nist80053("SC-8")] + Standard.transmission,
            field: "databases[].protection.certificateValidFor",
            required: { subject in
                subject.policy.protection.certificateValidFor.map { subject.context.now + $0 }
            },
            observed: { $0.certificateEnd },
            satisfies: { end, required in end.holds { $0.map { $0 >= required } ?? false } },
            showRequired: { "until \($0.day) or later" },
            showObserved: { $0.shown { $0.map { "until \($0.day)" } ?? "none" } },
            remedy: { subject, _ in
                subject.memberlessRemedy
                    ?? .procedure(
                        "aws rds modify-\(subject.database.cliNoun) \(subject.database.cliIdentifier) "
                            + "--ca-certificate-identifier rds-ca-rsa2048-g1 …; clients need the new authority first.")
            }
        )
    }
}

/// What a setting of the members of a database comes to.
enum MemberSetting<Whole: Sendable & Recordable>: Sendable, Recordable {
    /// A cluster without instances, in which nothing is set.
    case noMembers
    case of(Whole)

    var recorded: JSONValue {
        switch self {
        case .noMembers: .null
        case .of(let whole): whole.recorded
        }
    }

    /// Whether there is a member, and all of them hold to something.
    func holds(_ isMet: (Whole) -> Bool) -> Bool {
        switch self {
        case .noMembers: false
        case .of(let whole): isMet(whole)
        }
    }

    func shown(_ show: (Whole) -> String) -> String {
        switch self {
        case .noMembers: "no instances"
        case .of(let whole): show(whole)
        }
    }
}

extension DatabaseSubject {
    /// When the first certificate of its members ends; nil inside when one has none.
    var certificateEnd: Collected<MemberSetting<Instant?>> {
        worst(\.certificateValidUntil) { ends in ends.contains(nil) ? nil : ends.compactMap(\.self).min() }
    }

    /// What the settings of all members come to; unavailable when one of them could not be seen.
    fileprivate func worst<Value, Whole>(
        _ setting: KeyPath<Database.Member, Collected<Value>>, _ whole: ([Value]) -> Whole
    ) -> Collected<MemberSetting<Whole>> {
        ofMembers { members in
            var values: [Value] = []
            for member in members {
                switch member[keyPath: setting] {
                case .unavailable(let failure): return .unavailable(failure)
                case .known(let value): values.append(value)
                }
            }
            return .known(whole(values))
        }
    }

    /// What the members come to; a case of its own where there is none.
    func ofMembers<Whole>(
        _ whole: ([Database.Member]) -> Collected<Whole>
    ) -> Collected<MemberSetting<Whole>> {
        database.members.flatMap { $0.isEmpty ? .known(.noMembers) : whole($0).map(MemberSetting.of) }
    }

    /// What people do first where a setting is the members' and there is none; nil where there is one.
    var memberlessRemedy: Remedy? {
        guard database.members.value?.isEmpty == true else { return nil }
        return .procedure(
            "\(database.id) has no instance, which alone has the setting: aws rds create-db-instance "
                + "\(database.cliIdentifier) …")
    }
}
