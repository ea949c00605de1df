import RecoveryModel

/// Articles on protection, detection, continuity and backup, by article and paragraph.
///
/// https://eur-lex.europa.eu/eli/reg/2022/2554/oj
enum DORA {
    static let requirements: [FrameworkRequirement] = [
        .init("9(4)(c)", "Access is limited to what approved functions require"),
        .init("9(4)(d)", "Strong authentication, and protection of cryptographic keys"),
        .init("10(1)", "Anomalous activities are detected promptly"),
        .init("11(1)", "ICT business continuity policy"),
        .init("11(6)(a)", "Continuity, response and recovery plans are tested at least yearly"),
        .init("12(1)", "Backup and restoration procedures are documented"),
        .init("12(2)", "Backup systems are set up"),
        .init("12(2) testing", "Backup and restoration procedures are tested periodically", isTest: true),
        .init("12(3)", "Restoration uses systems that are segregated from the source"),
        .init("12(4)", "Redundant ICT capacities"),
        .init("12(6)", "Recovery time and recovery point objectives are met", isTest: true),
        .init("12(7)", "Data integrity is checked when recovering", isTest: true),
    ]
}
