import AWSNames
import PostgresTools
import Testing

@Suite("Logins as URLs")
struct DatabaseURLTests {
    @Test func `user, password, place and database are read, with what is percent-encoded`() throws {
        let url = try DatabaseURL(
            "  postgresql://kb%40admin:p%3Aw%2F%25@db.example:6432/know%20ledge?sslmode=require\n")
        #expect(url.user == "kb@admin")
        #expect(url.password?.secret == "p:w/%")
        #expect((url.host, url.port) == ("db.example", 6_432))
        #expect(url.database == "know ledge")
        #expect(url.authorities == nil)
    }

    @Test func `the port, the password and the authorities may be left out or given`() throws {
        let url = try DatabaseURL("postgres://reader@[::1]/kb?sslrootcert=/etc/ca.pem&sslmode=verify-full")
        #expect((url.host, url.port) == ("::1", 5_432))
        #expect(url.password == nil)
        #expect(url.authorities == "/etc/ca.pem")
    }

    @Test(arguments: [
        "mysql://a:hunter2@h/d", "postgresql://h/d", "postgresql://a:hunter2@/d", "postgresql://a:hunter2@h",
        "postgresql://a:hunter2@h/", "postgresql://a:hunter2@h1,h2/d", "postgresql://a:hunter2@h:0/d",
        "postgresql://a:hunter2@h:x/d", "postgresql://a:hunter2%zz@h/d", "postgresql://a:hunter2%0@h/d",
        "postgresql://a:hunter2%00@h/d", "postgresql://a:hunter2@h/d?sslmode=disable",
        "postgresql://a:hunter2@h/d?options=-crole", "postgresql://:hunter2@h/d", "",
    ])
    func `anything else is refused without a word of it`(text: String) {
        let refusal = #expect(throws: DatabaseURL.Refusal.self) { try DatabaseURL(text) }
        #expect(refusal?.description.contains("hunter2") == false)
    }

    @Test func `a URL's password is not printed`() throws {
        let url = try DatabaseURL("postgresql://a:hunter2@h/d")
        #expect(!"\(url)".contains("hunter2"))
        var text = ""
        dump(url, to: &text)
        #expect(!text.contains("hunter2"))
    }
}
