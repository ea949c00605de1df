import RecoveryModel

extension Control where Judged == AlarmSubject {
    /// The alarm exists and watches what it should.
    static let alarmSettings = Control(
        "alerting.alarm-settings",
        title: "The alarm exists and watches what it should",
        why: "An alarm that watches something else, or too late, is silence that looks like success.",
        severity: .high,
        standards: [.awsConfig("cloudwatch-alarm-settings-check")] + Standard.monitoring,
        field: "alarms",
        required: { $0.required },
        observed: \.judged,
        satisfies: { observed, required in observed?.watches(required) ?? false },
        showRequired: { $0.shown },
        showObserved: { $0?.shown ?? "not found" },
        remedy: { subject, _ in subject.put },
        template: { subject, alarm in subject.fragments(alarm) }
    )

    /// The alarm may act.
    static let alarmActionsEnabled = Control(
        "alerting.alarm-actions-enabled",
        title: "Alarm actions are enabled",
        why: "An alarm muted for a maintenance and forgotten never notifies anybody again.",
        severity: .high,
        standards: [.securityHub("CloudWatch.17"), .awsConfig("cloudwatch-alarm-action-enabled-check")]
            + Standard.monitoring,
        field: "alarms",
        isJudged: { $0.serving != .known(nil) },
        required: { $0.required.alarmActions.isEmpty ? nil : true },
        observed: { $0.serving.map { $0?.actionsEnabled ?? false } },
        satisfies: { observed, _ in observed },
        remedy: { subject, _ in subject.put }
    )

    /// The alarm notifies the topic.
    static let alarmActions = Control(
        "alerting.alarm-actions-reach-topic",
        title: "The alarm notifies the topic",
        why: "A red alarm that notifies nobody is found after the disaster.",
        severity: .high,
        standards: [.securityHub("CloudWatch.15"), .awsConfig("cloudwatch-alarm-action-check"), .nist80053("IR-4(1)")]
            + Standard.monitoring,
        field: "notifications.topic",
        isJudged: { $0.serving != .known(nil) },
        required: { $0.required.alarmActions.isEmpty ? nil : $0.required.alarmActions },
        observed: { $0.serving.map { $0?.alarmActions.sorted() ?? [] } },
        satisfies: { observed, required in Set(observed).isSuperset(of: required) },
        remedy: { subject, _ in subject.put }
    )
}

extension AlarmSubject {
    /// The alarm as a template declares it.
    fileprivate func fragments(_ alarm: AlarmState) -> [TemplateFragment] {
        let dimensions = alarm.dimensions.sorted { $0.key < $1.key }.map { name, value -> JSONValue in
            let value = name == "DBInstanceIdentifier" ? context.templateDatabase(value, .instance) : .string(value)
            return ["Name": .string(name), "Value": value]
        }
        let properties: [(String, JSONValue)] = [
            ("AlarmName", .string(alarm.name)), ("AlarmDescription", .string(alarm.summary)),
            ("Namespace", .string(alarm.namespace)), ("MetricName", .string(alarm.metric)),
            ("Statistic", .string(alarm.statistic)), ("Period", .integer(alarm.period)),
            ("EvaluationPeriods", .integer(alarm.evaluationPeriods)),
            ("ComparisonOperator", .string(alarm.comparison)), ("Threshold", .number(alarm.threshold)),
            ("TreatMissingData", .string(alarm.missingData)), ("Dimensions", .array(dimensions)),
            ("ActionsEnabled", .bool(alarm.actionsEnabled)),
            ("AlarmActions", .array(alarm.alarmActions.map(context.target.templateTopic))),
        ]
        return properties.map { TemplateFragment(.alarm, alarm.name, $0.0, value: $0.1) }
    }

    /// Writes the alarm. PutMetricAlarm replaces everything: whoever else is notified now stays so.
    fileprivate var put: Remedy {
        let present = observed.value ?? nil
        if let present, present.foreign != nil {
            return .procedure(
                "\(present.name) is \(present.shown), which drctl does not write over: let it notify "
                    + "\(Shown.text(required.alarmActions)), or give it another name.")
        }
        var alarm = required
        alarm.alarmActions = Set(required.alarmActions + (present?.alarmActions ?? [])).sorted()
        alarm.okActions = present?.okActions ?? []
        alarm.insufficientDataActions = present?.insufficientDataActions ?? []
        return .changes([.alarm(.put(Edit(present, to: alarm), tags: context.target.tags))])
    }
}
