import RecoveryModel

// What a setting is about decides which criteria of management standards it answers: ISO/IEC 27001, SOC 2 and DORA name no
// settings. What AWS, NIST and CIS ask is written at each control.

extension Standard {
    /// Backups that exist, are young enough and are kept long enough.
    static let backups: [Standard] = [.iso27001("A.8.13"), .soc2("A1.2"), .dora("12(2)")]

    /// A place elsewhere that takes over.
    static let redundancy: [Standard] = [.iso27001("A.8.14"), .soc2("A1.2"), .dora("12(4)")]

    /// Backups in another place.
    static let copies: [Standard] = [
        .iso27001("A.8.13"), .iso27001("A.8.14"), .soc2("A1.2"), .dora("12(2)"), .dora("12(4)"),
    ]

    /// A restore that was done and verified.
    static let drills: [Standard] = [
        .iso27001("A.5.30"), .iso27001("A.8.13"), .dora("12(2) testing"), .dora("12(6)"), .dora("12(7)"),
    ]

    /// A measured recovery against its objective.
    static let objectives: [Standard] = [.iso27001("A.5.30"), .dora("12(6)")]

    /// Data and keys that cannot be read by whoever gets hold of a copy.
    static let cryptography: [Standard] = [.iso27001("A.8.24"), .soc2("CC6.1"), .dora("9(4)(d)")]

    /// Data on its way.
    static let transmission: [Standard] = [.iso27001("A.8.24"), .soc2("CC6.7")]

    /// Who may read and change backups.
    static let access: [Standard] = [.iso27001("A.8.3"), .soc2("CC6.1"), .dora("9(4)(c)")]

    /// What is reachable from outside.
    static let boundary: [Standard] = [.iso27001("A.8.3"), .soc2("CC6.6"), .dora("9(4)(c)")]

    /// What roles may do.
    static let privilege: [Standard] = [.iso27001("A.8.2"), .soc2("CC6.3"), .dora("9(4)(c)")]

    /// Backups that nobody can delete or overwrite by mistake.
    static let records: [Standard] = [.iso27001("A.5.33"), .soc2("A1.2")]

    /// Records of who did what.
    static let logging: [Standard] = [.iso27001("A.8.15"), .soc2("CC7.2")]

    /// Somebody notices.
    static let monitoring: [Standard] = [.iso27001("A.8.16"), .soc2("CC7.2"), .dora("10(1)")]

    /// Room to grow.
    static let capacity: [Standard] = [.iso27001("A.8.6"), .soc2("A1.1")]

    /// Versions that are still repaired.
    static let flaws: [Standard] = [.iso27001("A.8.8")]
}
