import RecoveryModel

/// A resource that has a policy of its own.
protocol SubjectWithPolicy: Subject {
    var context: ControlContext { get }
}

extension BucketSubject: SubjectWithPolicy {}
extension KeySubject: SubjectWithPolicy {}
extension SecretSubject: SubjectWithPolicy {}
extension TopicSubject: SubjectWithPolicy {}

/// A resource's own policy, judged by two controls that are one question: it lets in neither everybody nor anybody outside
/// the scope. A family has both, since nothing else asks policies for either.
struct PolicyControls<Judged: SubjectWithPolicy>: Sendable {
    /// What one of the two has of its own.
    struct Half: Sendable {
        let id: ControlID
        let title: String
        let why: String
        let standards: [Standard]
        let field: String
        let remedy: String
    }

    let severity: Severity
    /// The call that reads the policy.
    let operation: String
    let notPublic: Half
    let namesNobody: Half
    /// False for a resource that does not exist.
    let isJudged: @Sendable (Judged) -> Bool
    /// Nil inside for a resource without a policy.
    let policy: @Sendable (Judged) -> Collected<AccessPolicy?>
    /// Whether everybody is to be kept out.
    var isClosed: @Sendable (Judged) -> Bool = { _ in true }
    /// Who outside the scope may be let in.
    let sharedWith: @Sendable (Judged) -> [String]
    /// Who is known by the policy besides, though it says nothing of access.
    var known: @Sendable (Judged) -> [String] = { _ in [] }
    /// What the service itself says of the policy: whether it is public; nil where it is not asked.
    var isPublicByService: @Sendable (Judged) -> Collected<Bool>? = { _ in nil }

    /// Both controls.
    var controls: [Control<Judged>] { [keepingOutEverybody, namingNobody] }

    private var keepingOutEverybody: Control<Judged> {
        Control(
            notPublic.id, title: notPublic.title, why: notPublic.why, severity: severity,
            standards: notPublic.standards, field: notPublic.field, isJudged: isJudged,
            required: { isClosed($0) ? [String]() : nil },
            observed: publicStatements,
            satisfies: { open, _ in open.isEmpty },
            showRequired: { _ in "no public statement" },
            showObserved: { $0.isEmpty ? "no public statement" : "public: \(Shown.text($0))" },
            remedy: { _, _ in .procedure(notPublic.remedy) }
        )
    }

    private var namingNobody: Control<Judged> {
        Control(
            namesNobody.id, title: namesNobody.title, why: namesNobody.why, severity: severity,
            standards: namesNobody.standards, field: namesNobody.field, isJudged: isJudged,
            required: { isClosed($0) || !sharedWith($0).isEmpty ? sharedWith($0) : nil },
            observed: { subject in
                let insiders = Insiders(subject.context.target, sharedWith: sharedWith(subject) + known(subject))
                return policy(subject).flatMap {
                    $0?.outsiders(besides: insiders, operation: operation) ?? .known([])
                }
            },
            satisfies: { outsiders, _ in outsiders.isEmpty },
            showRequired: {
                $0.isEmpty ? "nobody outside the scope" : "nobody outside the scope but \(Shown.text($0))"
            },
            showObserved: { $0.isEmpty ? "nobody outside the scope" : "granted to \(Shown.text($0))" },
            remedy: { _, _ in .procedure(namesNobody.remedy) }
        )
    }

    /// The public statements by drctl's reading of the policy, and the service's own word: whichever says public is right,
    /// and what drctl cannot settle the service decides.
    private func publicStatements(_ subject: Judged) -> Collected<[String]> {
        let ours = policy(subject).flatMap { $0?.publicStatements(operation: operation) ?? .known([]) }
        if let open = ours.value, !open.isEmpty { return ours }
        return switch isPublicByService(subject) {
        case nil: ours
        case .known(true): .known(["\(operation.prefix { $0 != ":" }.uppercased()) calls the policy public"])
        case .known(false): .known([])
        case .unavailable(let failure): .unavailable(ours.failure ?? failure)
        }
    }
}
