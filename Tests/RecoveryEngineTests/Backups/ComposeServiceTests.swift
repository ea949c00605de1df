import AWSNames
import RecoveryEngine
import Testing

@Suite("A service of Docker Compose") struct ComposeServiceTests {
    private static let file = """
        services:
          database:
            image: postgres:16
            environment: {POSTGRES_DB: knowledge_base, POSTGRES_PASSWORD_FILE: /run/secrets/postgres}
            ports: ["127.0.0.1:6543:5432"]
            secrets: [postgres]
        secrets:
          postgres: {file: ./postgres-password}

        """

    private func refusal(_ piece: String, _ replacement: String) -> String {
        do throws(ComposeService.Refusal) {
            _ = try ComposeService("database", in: Self.file.replacing(piece, with: replacement), file: "compose.yaml")
            return "none"
        } catch {
            return error.description
        }
    }

    @Test func `its login is that of the image's variables and of the published port`() throws {
        let service = try ComposeService("database", in: Self.file, file: "compose.yaml")
        #expect(service.host == "127.0.0.1" && service.port == 6_543)
        #expect(service.user == "postgres" && service.database == "knowledge_base")
        #expect(service.password == .file("./postgres-password"))
        let listed = try ComposeService(
            "db",
            in: """
                services:
                  db:
                    environment: [POSTGRES_USER=kb, "POSTGRES_PASSWORD=pa$$word=1"]
                    ports:
                      - "8080:80"
                      - {target: 5432, published: "5433"}

                """, file: "compose.yaml")
        #expect(listed.user == "kb" && listed.database == "kb" && listed.host == "127.0.0.1" && listed.port == 5_433)
        #expect(listed.password == .text(Redacted("pa$word=1")))
    }

    @Test(arguments: [
        ("database:", "other:", "service database not found"),
        (#"["127.0.0.1:6543:5432"]"#, #"["5432"]"#, "on a port that Compose chooses"),
        (#"["127.0.0.1:6543:5432"]"#, #"["80:80"]"#, "does not publish its port 5432"),
        (#"    ports: ["127.0.0.1:6543:5432"]"# + "\n", "", "publishes no port"),
        ("knowledge_base", "\"${NAME}\"", "POSTGRES_DB of service database is a variable"),
        ("POSTGRES_PASSWORD_FILE: /run/secrets/postgres", "A: b", "has neither POSTGRES_PASSWORD_FILE"),
        ("/run/secrets/postgres", "/run/secrets/other", "no secret of service database is mounted"),
        ("{file: ./postgres-password}", "{environment: PASSWORD}", "is no file of this machine"),
        ("services:", "services: [", "is"),
    ])
    func `what only Compose can resolve is refused with its reason`(piece: String, replacement: String, said: String) {
        let refused = refusal(piece, replacement)
        #expect(refused != "none" && (said == "is" || refused.contains(said)), "\(refused)")
    }
}
