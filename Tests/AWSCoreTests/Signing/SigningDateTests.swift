import AWSCore
import Testing

@Suite("Signing dates")
struct SigningDateTests {
    @Test(arguments: [
        (0, "19700101T000000Z"), (-1, "19691231T235959Z"), (1_440_938_160, "20150830T123600Z"),
        (951_782_400, "20000229T000000Z"), (951_868_799, "20000229T235959Z"), (1_709_251_199, "20240229T235959Z"),
        (4_107_542_400, "21000301T000000Z"), (253_402_300_799, "99991231T235959Z"),
    ])
    func `seconds become the one form that signatures know`(seconds: Int, text: String) {
        let date = SigningDate(secondsSince1970: seconds)
        #expect(date.description == text)
        #expect(date.day == String(text.prefix(8)))
    }
}
