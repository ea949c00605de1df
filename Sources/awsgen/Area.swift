/// A part of drctl that an operation is called for.
enum Area: String, CaseIterable {
    case session = "every command"
    case audit
    case apply
    case drift
    case drill
    case evidence
    case notices = "metrics and notices"
    case policies = "policies written from what exists"

    case databases = "databases of every kind"
    case targets = "accounts and regions"
    case changes = "changes with a lock, adoption and pruning"
    case templates = "template checks"
    case controls = "further controls"
    case findings = "findings in Security Hub"
    case restoreTesting = "managed restore tests"
    case recover
    case preflight
    case backups = "backups of PostgreSQL outside RDS"
    case alarmsTest = "alarms test"
    case copies = "long-term copies"
    case secrets
}
