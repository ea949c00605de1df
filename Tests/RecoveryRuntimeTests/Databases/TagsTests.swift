import AWSServices
import Testing

@testable import RecoveryRuntime

@Suite struct TagsTests {
    @Test func `tags are written sorted by key, so that equal tags make equal requests`() {
        let tags = ["owner": "dba", "drctl:drill": "kb-1", "Name": "", "ärger": "ö"]
        #expect(tags.rdsTags.map { $0.key ?? "" } == ["Name", "drctl:drill", "owner", "ärger"])
        #expect(tags.rdsTags.map { $0.value ?? "" } == ["", "kb-1", "dba", "ö"])
        #expect([String: String]().rdsTags.isEmpty)
    }

    @Test func `what was written is read again, and a tag without a value or a name harms nothing`() {
        let tags = ["owner": "dba", "Name": ""]
        #expect([String: String](rdsTags: tags.rdsTags) == tags)
        #expect([String: String](rdsTags: [RDS.Tag(key: "empty"), RDS.Tag(value: "lost")]) == ["empty": ""])
        let twice = [RDS.Tag(key: "a", value: "1"), RDS.Tag(key: "a", value: "2")]
        #expect([String: String](rdsTags: twice) == ["a": "2"])
        #expect([String: String](rdsTags: nil).isEmpty)
    }
}
