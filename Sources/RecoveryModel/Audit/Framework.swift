/// A body of requirements that others audit by, and that `--framework` groups an audit by.
package enum Framework: String, Sendable, CaseIterable, Codable {
    case nist80053 = "nist-800-53"
    case cis
    case fsbp
    case soc2
    case iso27001
    case dora

    /// With its edition.
    package var title: String {
        switch self {
        case .nist80053: "NIST SP 800-53 revision 5"
        case .cis: "CIS AWS Foundations Benchmark 5.0"
        case .fsbp: "AWS Foundational Security Best Practices"
        case .soc2: "SOC 2 Trust Services Criteria"
        case .iso27001: "ISO/IEC 27001:2022 Annex A"
        case .dora: "DORA, Regulation (EU) 2022/2554"
        }
    }

    /// The id of the requirement that a claim is about; nil for a claim about another framework.
    package func requirement(of standard: Standard) -> String? {
        switch (self, standard) {
        case (.nist80053, .nist80053(let id)), (.cis, .cis(let id)), (.soc2, .soc2(let id)),
            (.iso27001, .iso27001(let id)), (.dora, .dora(let id)):
            id
        case (.fsbp, .securityHub(let id)): Self.outsideFSBP.contains(id) ? nil : id
        default: nil
        }
    }

    /// Controls of Security Hub that are not part of FSBP: they belong to other standards there.
    ///
    /// https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
    private static let outsideFSBP: Set<String> = [
        "CloudWatch.15", "CloudWatch.17", "KMS.4", "RDS.26", "RDS.38", "RDS.50", "S3.7", "S3.10", "S3.14", "S3.15",
        "S3.17",
        "S3.20", "SNS.1",
    ]
}

/// One requirement of a framework.
package struct FrameworkRequirement: Sendable, Hashable {
    /// As the framework numbers it, such as `CP-9(1)`.
    package var id: String
    package var title: String
    /// Whether it asks for a test: only the evidence of drills answers it, and no setting does.
    package var isTest: Bool

    package init(_ id: String, _ title: String, isTest: Bool = false) {
        self.id = id
        self.title = title
        self.isTest = isTest
    }
}

/// What an audit says about one requirement of a framework. There is no way to be met without a finding that is.
package struct RequirementAnswer: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case violated
        case unknown
        /// It asks for a test, and no drill has been required or judged.
        case untested
        /// Some of it is violated and accepted; the rest is met.
        case waived
        /// Every finding of the controls that answer it is met.
        case met
        /// Controls could answer it, and the policy asks for none of them.
        case notAsked = "not-asked"
        /// No control answers it: somebody else has to.
        case noControl = "no-control"
    }

    package var requirement: FrameworkRequirement
    package var state: State
    /// The controls that answer it in this audit; those that could where there are none. Sorted.
    package var controls: [ControlID]
    /// The findings of these controls, by verdict.
    package var met: Int
    package var violated: Int
    package var unknown: Int
    package var waived: Int

    package init(
        requirement: FrameworkRequirement, state: State, controls: [ControlID], met: Int = 0, violated: Int = 0,
        unknown: Int = 0, waived: Int = 0
    ) {
        self.requirement = requirement
        self.state = state
        self.controls = controls
        self.met = met
        self.violated = violated
        self.unknown = unknown
        self.waived = waived
    }
}

/// An audit grouped by the requirements of a framework, those that nothing answers included.
package struct FrameworkCoverage: Sendable, Equatable {
    package var framework: Framework
    /// In the framework's order.
    package var answers: [RequirementAnswer]

    package init(framework: Framework, answers: [RequirementAnswer]) {
        self.framework = framework
        self.answers = answers
    }

    /// How many requirements have a state.
    package func count(_ state: RequirementAnswer.State) -> Int { answers.count { $0.state == state } }
}
