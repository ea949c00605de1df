import RecoveryModel

/// Controls of Annex A on backup, continuity, redundancy and what protects them.
///
/// https://www.iso.org/standard/27001
enum ISO27001 {
    static let requirements: [FrameworkRequirement] = [
        .init("A.5.3", "Segregation of duties"),
        .init("A.5.15", "Access control"),
        .init("A.5.29", "Information security during disruption"),
        .init("A.5.30", "ICT readiness for business continuity", isTest: true),
        .init("A.5.33", "Protection of records"),
        .init("A.8.2", "Privileged access rights"),
        .init("A.8.3", "Information access restriction"),
        .init("A.8.6", "Capacity management"),
        .init("A.8.8", "Management of technical vulnerabilities"),
        // Backups shall be maintained and regularly tested: settings alone do not answer it.
        .init("A.8.13", "Information backup", isTest: true),
        .init("A.8.14", "Redundancy of information processing facilities"),
        .init("A.8.15", "Logging"),
        .init("A.8.16", "Monitoring activities"),
        .init("A.8.24", "Use of cryptography"),
    ]
}
