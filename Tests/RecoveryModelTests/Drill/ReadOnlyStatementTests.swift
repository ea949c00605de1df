import RecoveryModel
import Testing

@Suite struct ReadOnlyStatementTests {
    @Test(arguments: [
        "select 1", "SELECT 1;", " with x as (select 1) select * from x ; ", "(select 1) union (select 2)",
        "values (1)",
        "table entries", "show server_version", "-- why\nselect ';'", "select \"a;b\" from t", "select E'\\';' from t",
        "select $$;drop$$, $a$;$a$, $1", "/* ; /* nested ; */ */ select 1 -- ;", "select 'it''s; fine'",
    ])
    func `one query is accepted`(text: String) throws {
        #expect(try text.hasPrefix(ReadOnlyStatement(text).text))
    }

    @Test func `the final semicolon is taken off`() throws {
        #expect(try ReadOnlyStatement("select 1; -- done").text == "select 1")
    }

    @Test(arguments: [
        ("", ReadOnlyStatement.Refusal.empty),
        (" -- only a comment", .empty),
        ("delete from entries", .notAQuery("delete")),
        ("set transaction read write", .notAQuery("set")),
        ("\\! id", .notAQuery("\\")),
        ("select 1; delete from entries", .secondStatement),
        ("select 1; ;select 2", .secondStatement),
        ("select 'open", .unterminated("a string constant")),
        ("select /* open", .unterminated("a comment")),
        ("select $x$ open $y$", .unterminated("a dollar-quoted string constant")),
        ("select \"open", .unterminated("a quoted name")),
    ])
    func `anything else is refused with its reason`(text: String, refusal: ReadOnlyStatement.Refusal) {
        #expect(throws: refusal) { try ReadOnlyStatement(text) }
    }

    @Test func `names and texts are quoted so that they stay what they are`() {
        #expect(SQLQuoting.identifier("a\"b") == "\"a\"\"b\"")
        #expect(SQLQuoting.table("sales.order lines") == "\"sales\".\"order lines\"")
        #expect(SQLQuoting.literal("it's") == "'it''s'")
    }
}

@Suite struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the standard's examples give the standard's digests`(text: String, digest: String) {
        #expect(SHA256.hex(text) == digest)
    }

    @Test func `a million letters give the standard's digest`() {
        let bytes = repeatElement(UInt8(ascii: "a"), count: 1_000_000)
        #expect(SHA256.hex(bytes) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
