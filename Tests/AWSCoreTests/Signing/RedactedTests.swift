import AWSCore
import AWSNames
import Foundation
import Testing

@Suite("Secrets")
struct RedactedTests {
    private let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: Redacted("the-secret"), sessionToken: Redacted("the-token"))

    @Test func `no way of printing shows a secret`() throws {
        var dumped = ""
        dump(credentials, to: &dumped)
        let texts = [
            "\(credentials)", String(reflecting: credentials), dumped, "\(credentials.secretAccessKey)",
            String(describing: Mirror(reflecting: credentials.secretAccessKey).children.map(\.value)),
            String(decoding: try JSONEncoder().encode([credentials.secretAccessKey]), as: UTF8.self),
        ]
        for text in texts {
            #expect(!text.contains("the-secret") && !text.contains("the-token"), "\(text)")
        }
        #expect(texts[0].contains("****") && texts[5] == "[\"****\"]")
    }

    @Test func `signing keys are secrets too`() {
        let scope = SigningScope(date: SigningDate(secondsSince1970: 0), region: "us-east-1", service: "s3")
        let key = SigningKey(secretAccessKey: credentials.secretAccessKey, scope: scope)
        #expect("\(key)".contains("****"))
    }
}
