import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Tables that several dumps share") struct DumpPlanTests {
    private func table(_ name: String, _ megabytes: Int) -> DumpPlan.Table {
        DumpPlan.Table(quoted: "\"public\".\"\(name)\"", bytes: megabytes << 20)
    }

    @Test func `what one dump reads another one leaves out`() {
        let tables = [table("a", 400), table("b", 300), table("c", 200), table("d", 0), table("e", 100)]
        for dumps in 1...6 {
            let options = DumpPlan(tables, dumps: dumps).options
            let excluded = options[0].map { $0.dropFirst("--exclude-table-data=".count) }
            let read = options.dropFirst().flatMap { $0 }.map { $0.dropFirst("--table=".count) }
            #expect(excluded.sorted() == read.sorted())
            #expect(Set(read).count == read.count)
            #expect(options.dropFirst().allSatisfy { !$0.isEmpty })
            #expect(options.count <= dumps)
        }
    }

    @Test func `the largest are spread first`() {
        let plan = DumpPlan([table("a", 400), table("b", 300), table("c", 200)], dumps: 2)
        #expect(
            plan.options == [
                ["--exclude-table-data=\"public\".\"b\"", "--exclude-table-data=\"public\".\"c\""],
                ["--table=\"public\".\"b\"", "--table=\"public\".\"c\""],
            ])
    }

    @Test func `a table of a megabyte is worth a place on a command line, and a smaller one is not`() {
        let tables = [
            table("a", 2), DumpPlan.Table(quoted: "b", bytes: 1 << 20), DumpPlan.Table(quoted: "c", bytes: 1 << 20 - 1),
        ]
        #expect(DumpPlan(tables, dumps: 2).groups == [["\"public\".\"a\""]])
        #expect(DumpPlan(tables, dumps: 3).groups == [["\"public\".\"a\""], ["b"]])
    }

    @Test func `no command line names more than five hundred tables`() {
        let tables = (1...600).map { DumpPlan.Table(quoted: "t\($0)", bytes: $0 << 20) }
        let named = Set(DumpPlan(tables, dumps: 600).groups.flatMap { $0 })
        // The first dump reads the hundred smallest, which are more than any other one reads.
        #expect(named == Set((101...600).map { "t\($0)" }))
    }

    @Test func `small tables and an empty database stay with the first dump`() {
        #expect(DumpPlan([table("a", 0), table("b", 0)], dumps: 4).options == [[]])
        #expect(DumpPlan([], dumps: 4).options == [[]])
    }
}

@Suite("Names of backups") struct BackupNamingTests {
    private let time = Instant("2026-11-29T22:56:34.900Z")!

    @Test func `a name has database, time and schema version`() {
        #expect(
            BackupNaming.backup(of: "knowledge_base", at: time, schemaVersion: "42", random: 0x3f)
                == "knowledge_base-20261129T225634Z-v42-003f")
    }

    @Test(arguments: ["../../etc/x", "Tä\"b/le", "", ".hidden", "a b;c"])
    func `whatever a database is called, its backup is one folder`(database: String) {
        let name = BackupNaming.backup(of: database, at: time, schemaVersion: database, random: 1)
        #expect(!name.contains("/") && !name.hasPrefix(".") && !name.contains(" ") && name.utf8.allSatisfy { $0 < 128 })
    }

    @Test func `a name beside another one fits into 63 bytes`() {
        let long = String(repeating: "ä", count: 31) + "b"
        let name = BackupNaming.beside(long, "replaced", at: time)
        #expect(name.utf8.count <= 63 && name.hasSuffix("_replaced_20261129t225634"))
    }
}
