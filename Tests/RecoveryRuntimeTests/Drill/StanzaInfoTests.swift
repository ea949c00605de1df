import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("What pgBackRest answers")
struct StanzaInfoTests {
    /// As pgBackRest 2.45 writes it, with a second repository that has another backup.
    private static let answer = """
        [{"archive":[{"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000010000000000000003","min":"000000010000000000000001"},
        {"database":{"id":1,"repo-key":2},"id":"15-1","max":null,"min":null}],
        "backup":[{"archive":{"start":"000000010000000000000002","stop":"000000010000000000000003"},
        "backrest":{"format":5,"version":"2.45"},"database":{"id":1,"repo-key":1},"error":false,
        "info":{"delta":22992373,"repository":{"delta":3069136,"size":3069136},"size":22992373},"label":"20261130-184606F",
        "lsn":{"start":"0/2000028","stop":"0/3000100"},"prior":null,"reference":null,
        "timestamp":{"start":1796064366,"stop":1796064373},"type":"full"}],
        "cipher":"aes-256-cbc","db":[{"id":1,"repo-key":1,"system-id":7714037708123858772,"version":"15"},
        {"id":1,"repo-key":2,"system-id":7714037708123858772,"version":"15"}],"name":"main",
        "repo":[{"cipher":"none","key":1,"status":{"code":0,"message":"ok"}},
        {"cipher":"none","key":2,"status":{"code":2,"message":"no valid backups"}}],
        "status":{"code":4,"lock":{"backup":{"held":false}},"message":"different across repos"}}]
        """

    private func info(_ text: String = Self.answer) throws -> StanzaInfo {
        try StanzaInfo(Array(text.utf8), of: "main")
    }

    @Test func `the first repository with backups is the one that a restore takes, or the one that is named`() throws {
        let first = try #require(try info().repository(nil))
        #expect(first.stanza.repository == 1 && first.stanza.code == 0 && first.archive == "15-1")
        let backup = try #require(first.stanza.backups.first)
        #expect(backup.label == "20261130-184606F" && backup.type == "full" && backup.hasPageErrors == false)
        #expect(backup.finishedAt == Instant(seconds: 1_796_064_373) && backup.size == 22_992_373)
        #expect(backup.firstSegment.description == "000000010000000000000002")
        #expect(backup.version == "15" && backup.systemIdentifier == "7714037708123858772")
        let second = try #require(try info().repository(2))
        #expect(second.stanza.code == 2 && second.stanza.backups.isEmpty && second.archive == nil)
        #expect(try info().repository(3)?.stanza == nil)
    }

    @Test func `the size of segments follows from where the backups begin`() throws {
        #expect(try info().repository(1)?.stanza.segmentSize == 16 << 20)
        let large = Self.answer.replacing("0/2000028", with: "0/8000028")
        #expect(try info(large).repository(1)?.stanza.segmentSize == 64 << 20)
    }

    @Test func `a stanza that is not there, one that cannot be read and one that is not understood are told apart`()
        throws
    {
        func repository(_ code: Int) throws -> StanzaInfo.Repository? {
            try info(
                #"[{"archive":[],"backup":[],"db":[],"name":"main","repo":[{"key":1,"status":{"code":\#(code),"message":"m"}}]}]"#
            ).repository(nil)
        }
        #expect(try repository(1)?.isMissing == true && repository(3)?.isMissing == true)
        #expect(try repository(99)?.obstacle == "m" && repository(2)?.obstacle == nil)
        let unclear = Self.answer.replacing(#""start":"000000010000000000000002""#, with: #""start":null"#)
        #expect(try info(unclear).repository(1)?.obstacle != nil)
        #expect(throws: (any Error).self) { try info("[]") }
        #expect(throws: (any Error).self) { try info("") }
    }

    @Test func `of the archive's files only whole segments count`() throws {
        let files = """
            {".":{"type":"path"},"0000000100000000":{"type":"path"},
            "0000000100000000/000000010000000000000002-5dea14836a6ec70c4c8e1ddb2a4298c3a51a788c.gz":{"type":"file","size":1,"time":7},
            "0000000100000000/000000010000000000000001-5dea14836a6ec70c4c8e1ddb2a4298c3a51a788c":{"type":"file","size":1,"time":5},
            "0000000100000000/000000010000000000000003.partial-5dea14836a6ec70c4c8e1ddb2a4298c3a51a788c.gz":{"type":"file","size":1,"time":8},
            "0000000100000000/000000010000000000000002.00000028.backup":{"type":"file","size":400,"time":7},
            "00000002.history":{"type":"file","size":1,"time":9},"archive.info":{"type":"file","size":368,"time":9}}
            """
        let found = try StanzaInfo.archived(Array(files.utf8))
        #expect(found.map(\.segment.index) == [1, 2] && found.map(\.at) == [Instant(seconds: 5), Instant(seconds: 7)])
    }
}
