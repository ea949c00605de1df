import Testing

@testable import RecoveryEngine

@Suite("How a table is summed up")
struct TableChecksumTests {
    @Test(arguments: [(13, false), (14, true), (17, true)])
    func `rows are hashed as they are from PostgreSQL 14 on`(major: Int, isGenerator: Bool) {
        let checksum = TableChecksum(table: "entries", columns: ["id"], bound: "", major: major)
        #expect(checksum.isGenerator == isGenerator)
    }
}
