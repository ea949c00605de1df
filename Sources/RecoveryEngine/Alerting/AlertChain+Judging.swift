package import RecoveryModel

extension AlertChain {
    /// The ways of all alarms of a target, judged by the controls that an audit judges them by; by name.
    ///
    /// A waiver fixes nothing: a link that is accepted as broken is broken.
    package static func all(_ context: ControlContext) -> [AlertChain] {
        guard let topic = context.policy.notifications?.topic else { return [] }
        var verdicts = Verdicts()
        for family in [Family.topics, .alarms] { family.audit(context, &verdicts) }
        let findings = Dictionary(
            verdicts.findings.map { ("\($0.control.id) \($0.resource.name)", $0) }
        ) { first, _ in first }
        return context.alarms.map { alarm in
            var links: [Link] = []
            for (link, control, isOfTopic) in controls {
                let finding = findings["\(control) \(isOfTopic ? topic : alarm.name)"]
                links.append(
                    Link(link, control: control.description, standing(of: link, finding, after: links)))
            }
            let serving = AlarmSubject(alarm, context).serving.value??.name
            return AlertChain(alarm: alarm.name, serving: serving ?? alarm.name, links: links)
        }
    }

    /// Each link with the control that judges it, and whether that is of the topic.
    private static let controls: [(AlertLink, ControlID, isOfTopic: Bool)] = [
        (.alarm, Control.alarmSettings.description.id, false),
        (.data, Control.alarmDataArrives.description.id, false),
        (.actionsEnabled, Control.alarmActionsEnabled.description.id, false),
        (.action, Control.alarmActions.description.id, false),
        (.topic, Control.topicExists.description.id, true),
        (.topicPolicy, Control.topicPolicy.description.id, true),
        (.topicKey, Control.topicKeyAdmitsPublishers.description.id, true),
        (.subscribed, Control.topicSubscribers.description.id, true),
        (.confirmed, Control.subscribersConfirmed.description.id, true),
        (.filter, Control.filtersLetAlarmsThrough.description.id, true),
        (.target, Control.targetsAdmitTopic.description.id, true),
    ]

    private static func standing(of link: AlertLink, _ finding: Finding?, after earlier: [Link]) -> Standing {
        guard let finding else {
            if earlier.contains(where: { $0.standing.isInTheWay }) { return .notReached }
            // A topic that exists and is not encrypted asks no key.
            return link == .topicKey ? .notNeeded : .unknown(reason: "no control has judged it")
        }
        switch finding.verdict {
        case .met: return .whole
        case .unknown(let failure): return .unknown(reason: failure.description)
        case .violated, .waived:
            return .broken(
                observed: finding.observed ?? "", required: finding.required, fix: finding.remedy?.inWords ?? "")
        }
    }
}

extension AlertChain.Standing {
    fileprivate var isInTheWay: Bool {
        switch self {
        case .whole, .notNeeded: false
        case .broken, .unknown, .notReached: true
        }
    }
}

extension Remedy {
    /// What fixes a link, in one sentence.
    fileprivate var inWords: String {
        switch self {
        case .changes(let changes): "drctl apply: " + Set(changes.map(\.facts.summary)).sorted().joined(separator: ", ")
        case .procedure(let text), .resolvesItself(let text): text
        }
    }
}
