extension Checkup.Item {
    /// The most that this machine's clock may be off: times of drills and evidence are compared with those that AWS reports.
    private static let clockLimit = 60

    /// This machine's clock, beside that of a server, which tells whole seconds.
    ///
    /// - Parameter seconds: Negative when it is behind; nil when the server does not tell the time.
    package static func clock(aheadBy seconds: Int?) -> Checkup.Item {
        guard let seconds else { return Checkup.Item("clock", .unknown, "the endpoint does not tell the time") }
        if abs(seconds) <= 2 { return Checkup.Item("clock", .ok, "agrees with the endpoint's") }
        let side = seconds < 0 ? "behind" : "ahead of"
        let text = "\(ElapsedText.inWords(Double(seconds))) \(side) the endpoint's"
        guard abs(seconds) > clockLimit else { return Checkup.Item("clock", .ok, text) }
        return Checkup.Item(
            "clock", .missing, text,
            fix: "synchronize it with NTP: times of drills and evidence are compared with those that AWS reports")
    }
}
