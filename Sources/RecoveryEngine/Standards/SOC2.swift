import RecoveryModel

/// The criteria of availability, and those of security that settings of backups and databases bear on.
///
/// TSP section 100, 2017 Trust Services Criteria (with revised points of focus, 2022), AICPA.
enum SOC2 {
    static let requirements: [FrameworkRequirement] = [
        .init("A1.1", "Capacity is monitored and managed"),
        .init("A1.2", "Backups and recovery infrastructure are implemented, operated and monitored"),
        .init("A1.3", "Recovery procedures are tested", isTest: true),
        .init("CC6.1", "Logical access security protects information assets"),
        .init("CC6.3", "Access is by role, least privilege and segregation of duties"),
        .init("CC6.6", "Access from outside the boundaries is restricted"),
        .init("CC6.7", "Transmission and movement of information is protected"),
        .init("CC7.2", "Components are monitored for anomalies"),
        .init("CC7.5", "Recovery from security incidents is planned and carried out"),
    ]
}
