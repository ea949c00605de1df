import AWSCore
import Testing

@Suite struct HTTPURLParsingTests {
    @Test(arguments: [
        ("https://rds.eu-west-1.amazonaws.com", "https://rds.eu-west-1.amazonaws.com/"),
        ("HTTP://LocalHost:5000", "http://localhost:5000/"),
        ("http://[fd00:ec2::254]:80/a?b=c", "http://[fd00:ec2::254]/a?b=c"),
        ("https://h:443/a/", "https://h/a/"), ("http://my_service:1", "http://my_service:1/"),
    ])
    func `an endpoint is read`(text: String, canonical: String) {
        #expect(HTTPURL(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "localhost:5000", "ftp://h", "http://", "http:///path", "http://h:0", "http://h:99999", "http://h:x",
        "http://user@h",
        "http://h/#f", "http://h/ä", "http://a b", "http://[::1", "http://[localhost]", "http://a..b", "//h",
        "http://h\n/",
    ])
    func `what is no absolute web address is refused`(text: String) {
        #expect(HTTPURL(text) == nil)
    }
}
