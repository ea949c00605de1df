import Testing

@testable import AWSCore

@Suite("Error bodies")
struct ErrorDecoderTests {
    @Test func `a page of a proxy gives no code and keeps the request id`() {
        let response = HTTPResponse(
            status: 503, headers: ["x-amzn-RequestId": "r-1"], body: Array("<html><body>down</body></html>".utf8))
        for wire in [Service.WireProtocol.query, .ec2, .restXML, .restJSON, .json(version: "1.1")] {
            let error = ErrorDecoder.decode(response, wire)
            #expect(error.code == nil)
            #expect(error.requestID == "r-1")
        }
    }

    @Test func `a document that was cut off is garbled, an empty body and a page are not`() {
        func isGarbled(_ body: String, _ wire: Service.WireProtocol) -> Bool {
            ErrorDecoder.decode(HTTPResponse(status: 404, body: Array(body.utf8)), wire).isGarbled
        }
        for (wire, whole) in [
            (Service.WireProtocol.restXML, "<Error><Code>NoSuchBucketPolicy</Code></Error>"),
            (.query, "<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>"),
            (.json(version: "1.1"), #"{"__type": "NotFoundException"}"#),
        ] {
            for length in 1..<whole.count { #expect(isGarbled(String(whole.prefix(length)), wire), "\(length)") }
            #expect(!isGarbled(whole, wire))
            #expect(!isGarbled("", wire))
        }
        #expect(!isGarbled("<html><body>no</body></html>", .restXML))
    }

    @Test(arguments: [
        "<ErrorResponse><Error><Code>C</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>",
        "<Response><Errors><Error><Code>C</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>",
        "<Error><Code>C</Code><Message>m</Message><RequestId>r</RequestId></Error>",
    ])
    func `the three XML forms are read alike`(body: String) {
        let error = ErrorDecoder.decode(HTTPResponse(status: 400, body: Array(body.utf8)), .query)
        #expect(error == WireError(code: "C", message: "m", requestID: "r"))
    }

    @Test func `a JSON error's code loses its namespace, and the query code wins`() {
        let body = Array(#"{"__type": "com.amazon#QueueDoesNotExist", "message": "m"}"#.utf8)
        let plain = ErrorDecoder.decode(HTTPResponse(status: 400, body: body), .json(version: "1.0"))
        #expect(plain.code == "QueueDoesNotExist")
        let response = HTTPResponse(
            status: 400, headers: ["x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender"], body: body)
        let compatible = ErrorDecoder.decode(response, .json(version: "1.0"))
        #expect(compatible.code == "AWS.SimpleQueueService.NonExistentQueue")
    }

    @Test func `an empty answer to HEAD gives no code`() {
        #expect(ErrorDecoder.decode(HTTPResponse(status: 404), .restXML).code == nil)
    }
}
