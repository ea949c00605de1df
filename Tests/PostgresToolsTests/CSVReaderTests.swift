import Testing

@testable import PostgresTools

@Suite struct CSVReaderTests {
    @Test(
        arguments: [
            ("", []),
            ("1\n", [["1"]]),
            ("a,b\n,\n", [["a", "b"], ["", ""]]),
            ("\"a,\"\"b\"\"\nc\",NULL\n", [["a,\"b\"\nc", nil]]),
            ("\"NULL\"\n", [["NULL"]]),
        ] as [(String, [[String?]])])
    func `records are read as psql writes them`(text: String, records: [[String?]]) throws {
        #expect(try CSVReader.records(Array(text.utf8)[...], null: "NULL") == records)
    }

    @Test(arguments: ["\"open", "a,b"])
    func `a cut-off text is refused`(text: String) {
        #expect(throws: PostgresError.self) { try CSVReader.records(Array(text.utf8)[...], null: "NULL") }
    }

    @Test func `colons and backslashes of a password are escaped for the password file`() {
        #expect(PsqlSession.passwordLine(#"a:b\c"#) == #"*:*:*:*:a\:b\\c"# + "\n")
    }
}
