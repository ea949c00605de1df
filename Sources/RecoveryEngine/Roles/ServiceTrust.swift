import RecoveryModel

/// Trust policies of roles that a service of AWS's own assumes.
extension AccessPolicy {
    /// What lets a service assume a role.
    static func assumable(by service: String) -> AccessPolicy {
        AccessPolicy(statements: [
            AccessStatement(
                .allow, principals: .init("Service", [service]), actions: ["sts:AssumeRole"], resources: [])
        ])
    }

    /// Whether this trust policy lets a service assume the role, for the account of a place.
    func answer(toAssumptionOf role: String, by service: String, in place: Place) -> AccessAnswer {
        answer(
            AccessQuestion(
                "sts:AssumeRole", on: role, by: .service(service), ["aws:SourceAccount": .value(place.account)]))
    }
}
