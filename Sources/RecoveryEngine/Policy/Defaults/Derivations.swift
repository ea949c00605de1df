import RecoveryModel

// All derived defaults. Each entry describes for the reference what it derives, and returns with each value the reason
// that `policy explain` prints.

extension Fallback where Value == TimeSpan {
    /// The tighter the objective, the more a late discovery costs, so the further back recovery has to reach.
    static let backupRetention = derived("35d for an RPO up to 1h, 30d up to 24h, 14d beyond") { basis in
        let rpo = basis.objectives.rpo
        let days = rpo <= TimeSpan(1, .hours) ? 35 : rpo <= TimeSpan(24, .hours) ? 30 : 14
        return (TimeSpan(days, .days), "objectives.rpo is \(rpo)")
    }

    /// A proof ages as backups do: it is renewed sooner where less data may be lost, and before the last good backup
    /// expires.
    static let drillInterval = derived(
        "30d for an RPO up to 1h, 90d up to 24h, 180d beyond; never longer than the longest retention"
    ) { basis in
        let rpo = basis.objectives.rpo
        let days = rpo <= TimeSpan(1, .hours) ? 30 : rpo <= TimeSpan(24, .hours) ? 90 : 180
        let interval = TimeSpan(days, .days)
        guard let longest = basis.longestRetention, longest < interval else {
            return (interval, "objectives.rpo is \(rpo)")
        }
        return (TimeSpan(longest.days, .days), "the oldest recovery point is \(longest) old")
    }

    /// The audit runs once a day.
    static let auditHeartbeat = always(TimeSpan(26, .hours), "26h: a day and two hours")

    /// A job is due once per RPO and may take a twelfth of it; a CloudWatch alarm evaluates at most seven days.
    ///
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
    static let backupHeartbeat = derived(
        "the RPO plus a twelfth, at most 7d (26h for 24h), if a role may `backup`"
    ) { basis in
        guard basis.hasBackupJobs else { return nil }
        let seconds = Objectives.latestHeartbeat(rpo: basis.objectives.rpo).seconds
        return (TimeSpan(seconds: min(seconds / 60 * 60, 7 * 86_400)), "objectives.rpo is \(basis.objectives.rpo)")
    }
}

extension Fallback where Value == Bool {
    /// A restore takes most of an hour whatever its size; only a standby is faster.
    static let multiAZ = derived("true for an RTO up to 1h, otherwise not required") { basis in
        let rto = basis.objectives.rto
        return rto <= TimeSpan(1, .hours) ? (true, "objectives.rto is \(rto)") : nil
    }
}

extension Fallback where Value == AlarmPolicy {
    /// Alarms are derived where there is a topic to notify.
    static let alarms = derived("the derived alarms, if `notifications` is set") { basis in
        basis.hasNotifications ? (AlarmPolicy(), "`notifications` is set") : nil
    }
}

extension Objectives {
    /// The time without a successful backup job after which the objective is about to be missed.
    static func latestHeartbeat(rpo: TimeSpan) -> TimeSpan { TimeSpan(seconds: rpo.seconds + rpo.seconds / 12) }
}
