import AWSNames
import RecoveryModel
import Testing

@Suite("A login as a secret holds it")
struct StoredLoginTests {
    private func login(_ text: String) -> StoredLogin? { StoredLogin(Redacted(text)) }

    @Test func `every member is read, the port as a number or a text`() throws {
        for port in ["5432", "\"5432\""] {
            let text =
                #"{"engine": "postgres", "host": "h", "port": \#(port), "username": "u", "password": "p", "dbname": "d"}"#
            let found = try #require(login(text))
            #expect(found.engine == "postgres" && found.host == "h" && found.port == 5_432 && found.username == "u")
            #expect(found.password?.secret == "p" && found.database == "d" && found.unreadable.isEmpty)
        }
    }

    @Test(arguments: ["engine", "host", "port", "username", "password", "dbname"])
    func `a member that is no text and no port is unreadable, and one that is missing or null is not`(name: String)
        throws
    {
        #expect(try #require(login("{\"\(name)\": {}}")).unreadable == [name])
        #expect(try #require(login("{\"\(name)\": true}")).unreadable == [name])
        #expect(try #require(login("{\"\(name)\": null}")).unreadable.isEmpty)
        #expect(try #require(login("{\"other\": {}}")).unreadable.isEmpty)
    }

    @Test(
        arguments: [
            ("0", nil), ("1", 1), ("65535", 65_535), ("65536", nil), ("-1", nil), ("\"x\"", nil), ("5432.5", nil),
        ] as [(String, Int?)])
    func `a port is one of TCP's`(written: String, port: Int?) throws {
        #expect(try #require(login("{\"port\": \(written)}")).port == port)
    }

    @Test func `several are listed by name, and what is no object is no login`() throws {
        #expect(try #require(login(#"{"port": [], "host": 1, "dbname": 2}"#)).unreadable == ["dbname", "host", "port"])
        #expect(login("[]") == nil && login("x") == nil)
    }
}
