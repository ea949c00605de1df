import AWSNames
import JSONWriting
import RecoveryModel

extension Record<RecoveryPolicy> {
    /// The policy file as a whole.
    static let policy = Record(fields: [
        .constant("apiVersion", PolicyLanguage.version, "The version of the policy language."),
        .constant("kind", "RecoveryPolicy", "The kind of document."),
        .extends,
        .group("metadata", .metadata, "The policy's name and owner."),
        .required(
            "scope", \.scope, .record(.scope, blank: .blank),
            "Where the policy applies. Other accounts and regions are refused."),
        .required(
            "objectives", \.objectives, .record(.objectives, blank: .blank),
            "The objectives that the business agreed to."),
        .defaulted(
            "tags", \.tags, .dictionary(of: .text(maximum: 256), keys: .tagKey),
            "Tags for everything that drctl creates, in addition to `drctl:policy`.", fallback: ""),
        .defaulted(
            "databases", \.databases, .list(of: .record(.database, blank: DatabasePolicy(select: .init()))),
            "Requirements for databases.", fallback: ""),
        .defaulted(
            "selfManaged", \.selfManaged, .list(of: .record(.selfManaged, blank: SelfManagedPolicy(database: ""))),
            "PostgreSQL databases outside RDS: dumps of `drctl backup`, or a stanza of pgBackRest. Audits and drills judge them by these.",
            fallback: ""),
        .defaulted(
            "storage", \.storage, .list(of: .record(.bucket, blank: BucketPolicy(bucket: ""))),
            "Requirements for buckets that hold backups.", fallback: ""),
        .defaulted(
            "keys", \.keys, .list(of: .record(.key, blank: KeyPolicy(alias: ""))), "Requirements for KMS keys.",
            fallback: ""),
        .defaulted("roles", \.roles, .list(of: .role), "The IAM roles of backup automation.", fallback: ""),
        .defaulted(
            "backupPlans", \.backupPlans, .list(of: .record(.backupPlan, blank: BackupPlanPolicy(name: ""))),
            "Plans of AWS Backup with their vaults: recovery points beyond the 35 days of automated backups.",
            fallback: ""),
        .optional(
            "notifications", \.notifications, .record(.notifications, blank: NotificationPolicy(topic: "")),
            "The topic to notify when something is wrong, and its subscribers."),
        .optional(
            "alarms", \.alarms, .record(.alarms, blank: AlarmPolicy()),
            "Changes to the alarms that are derived from objectives and databases.", fallback: .alarms),
        .optional(
            "dashboard", \.dashboard, .name(.dashboard),
            "The CloudWatch dashboard that shows recoverability; other policies and people may use it too."),
        .optional("drill", \.drill, .record(.drill, blank: DrillPolicy()), "How recoverability is proven."),
        .optional(
            "recover", \.recover, .record(.recover, blank: RecoverPolicy()), "What a real recovery needs besides."),
        .optional(
            "evidence", \.evidence, .record(.evidence, blank: EvidencePolicy(bucket: "")),
            "Where evidence is stored, and what signs it: the place for every verb, the default of --signing-key, and what the roles may "
                + "do there."),
        .optional(
            "budget", \.monthlyBudget, .money(per: "month"),
            "The most that recovery may cost: backups, copies, alarms, drills. `drctl cost` says whether it holds."),
        .defaulted(
            "waivers", \.waivers, .list(of: .record(.waiver, blank: .blank)),
            "Violations that somebody has accepted until a given day. An audit warns of a waiver that none of its findings is about.",
            fallback: ""),
        .defaulted(
            "contacts", \.contacts, .list(of: .record(.contact, blank: .blank)),
            "Who is needed in a recovery, for the runbook. No secrets: the runbook is read by many.", fallback: ""),
        .defaulted(
            "severities", \.severities,
            .dictionary(of: .choice(Severity.self), keys: .text("control id", maximum: 128)),
            "The severity of a control where it is another one here, such as `{database.multi-az: critical}`.",
            fallback: ""),
    ])
}

/// The language that this version of drctl reads.
enum PolicyLanguage {
    static let version = "drctl/v1"
}

extension RecoveryPolicy {
    /// The value that the fields fill in. Every part of it is required, so that it never leaves the parser unchanged.
    static let blank = RecoveryPolicy(name: "", scope: .blank, objectives: .blank)
}

extension PolicyScope {
    fileprivate static let blank = PolicyScope(accounts: [], regions: [])
}

extension Objectives {
    fileprivate static let blank = Objectives(rto: TimeSpan(0, .seconds), rpo: TimeSpan(0, .seconds))
}

extension Waiver {
    fileprivate static let blank = Waiver(
        control: "", resource: "", reason: "", owner: "", expires: CalendarDay(daysSinceEpoch: 0))
}

extension Field where Root == RecoveryPolicy {
    /// Resolved before fields are read, and listed only for the schema, the reference and the check for unknown keys.
    fileprivate static let extends = Field(
        name: "extends",
        documentation: "A base policy, relative to this file: maps are merged, lists and values are replaced.",
        isRequired: false, label: "file", schema: Shape.text().schema, fallback: "", rows: [],
        read: { node, path, _, reader in _ = Shape.text("file").read(node, path, &reader) },
        fill: { _, _, _ in }, show: { _, _, _ in }
    )
}

extension Record<RecoveryPolicy> {
    fileprivate static let metadata = Record(fields: [
        .required(
            "name", \.name, .name(.policy), "The policy's name in the ledger, the evidence and the tag `drctl:policy`."),
        .optional("owner", \.owner, .text(maximum: 256), "The team or person responsible for the policy."),
    ])
}

extension Record<PolicyScope> {
    fileprivate static let scope = Record(fields: [
        .required(
            "accounts", \.accounts, .list(of: .account, minimum: 1),
            "The accounts. Any other account is refused before the first changing call."),
        .required("regions", \.regions, .list(of: .region, minimum: 1), "The regions. The first is the primary."),
        .optional("environment", \.environment, .text(maximum: 64), "For reports, such as `production`."),
        .optional(
            "assumeRole", \.assumeRole, .record(.assumedRole, blank: PolicyScope.AssumedRole()),
            "The role to assume in accounts other than the caller's. Without it they are not covered. `{}` for "
                + "the default name."),
    ])
}

extension Record<PolicyScope.AssumedRole> {
    fileprivate static let assumedRole = Record(fields: [
        .defaulted(
            "name", \.name, .name(.rolePath), "The role's name in every account.",
            fallback: PolicyScope.AssumedRole.standardName),
        .optional("externalId", \.externalID, .name(.externalID), "The external ID that its trust policy requires."),
        .optional(
            "session", \.sessionName, .name(.roleSession), "The role session name, as CloudTrail shows it."),
    ])
}

extension Record<Objectives> {
    fileprivate static let objectives = Record(fields: [
        .required("rto", \.rto, .duration, "From the decision to restore until the data is verified, such as `4h`."),
        .required("rpo", \.rpo, .duration, "The most data that may be lost, such as `24h`."),
    ])
}

extension Contact {
    fileprivate static let blank = Contact(name: "", reach: "", part: .operates)
}

extension Record<Contact> {
    fileprivate static let contact = Record(fields: [
        .required("name", \.name, .text(maximum: 256), "A person or a team."),
        .required(
            "reach", \.reach, .text(maximum: 256), "How they are reached, such as a telephone number or a channel."),
        .required(
            "part", \.part, .choice(Contact.Part.self),
            "Whether they decide to restore and to switch over, operate, or are kept informed."),
    ])
}

extension Record<Waiver> {
    fileprivate static let waiver = Record(fields: [
        .required("control", \.control, .text("control id", maximum: 128), "The control, such as `database.multi-az`."),
        .required("resource", \.resource, .text("resource", maximum: 512), "The resource's name, or `\"*\"`."),
        .required("reason", \.reason, .text(maximum: 1_024), "Why the violation is accepted."),
        .required("owner", \.owner, .text(maximum: 256), "Who accepted it."),
        .required("expires", \.expires, .day, "The last day on which the waiver applies, such as `2027-03-31`."),
    ])
}

extension Shape where Value == String {
    /// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    fileprivate static let tagKey = text("tag key", maximum: 128).checked { key in
        guard key.lowercased().hasPrefix("aws:") || key.hasPrefix("drctl:") else { return nil }
        return Refusal("invalid-value", "the tag key `\(key.prefix(60))` is reserved", hint: "choose another prefix")
    }
}
