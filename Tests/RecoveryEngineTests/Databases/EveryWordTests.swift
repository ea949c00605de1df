import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Every word of a database entry")
struct EveryWordTests {
    /// Words that no control judges, and what reads them instead.
    private static let readElsewhere = [
        "databases[].select.ids": "the selection, by database.exists",
        "databases[].select.tags": "the selection, by database.exists",
        "databases[].select.atLeast": "the selection, by database.exists",
        "databases[].regions": "the targets, by RegionalPart",
        "databases[].engine": "the selection, by database.exists",
        "databases[].kind": "the selection, by database.exists",
        "databases[].backups.awsBackup": "the plans, by backup-plan.selection-covers",
        "databases[].secrets": "the secrets, by secrets.exists",
        "databases[].secretRules.encryption": "the secrets, by secrets.encrypted-with-key",
        "databases[].secretRules.rotation": "the secrets, by secrets.rotation",
        "databases[].secretRules.replicateTo": "the secrets, by secrets.replicated-when-needed",
        "databases[].secretRules.recoveryWindow": "the secrets, by secrets.recovery-window",
        "databases[].secretRules.sharedWith": "the secrets, by secrets.cross-account-grants",
    ]

    /// The words of the reference that hold a value.
    private var words: [String] {
        let paths = PolicyReference.paths.filter { $0.hasPrefix("databases[].") }
        return paths.filter { path in !paths.contains { $0.hasPrefix(path + ".") } }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `is judged for each kind that it is written for`(_ kind: DatabaseKind) {
        let judged = Set(Catalogue.families.filter { $0.kind == kind.resource }.flatMap(\.controls).map(\.field))
        #expect(words.count >= 18)
        for word in words where Self.readElsewhere[word] == nil {
            #expect(
                judged.contains { word == $0 || $0.hasPrefix(word + ".") || word.hasPrefix($0 + "[") },
                "\(word) of \(kind)")
        }
    }

    @Test func `that is read elsewhere is really a word`() {
        for word in Self.readElsewhere.keys { #expect(words.contains(word), "\(word)") }
    }
}
