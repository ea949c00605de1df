import RecoveryModel
import Testing

@Suite("What a checkup comes to")
struct CheckupTests {
    @Test func `it is ready when nothing is missing and nothing unknown`() {
        #expect(Checkup([.init("a", .ok, "there"), .init("b", .note, "set")]).isReady)
        #expect(!Checkup([.init("a", .ok, "there"), .init("b", .missing, "not there", fix: "get it")]).isReady)
        #expect(!Checkup([.init("a", .ok, "there"), .init("b", .unknown, "not checked")]).isReady)
    }

    @Test(arguments: [
        (0, Checkup.Status.ok, "agrees with the endpoint's"), (-2, .ok, "agrees with the endpoint's"),
        (45, .ok, "45 seconds ahead of the endpoint's"), (90, .missing, "2 minutes ahead of the endpoint's"),
        (-7_200, .missing, "2 hours behind the endpoint's"),
    ])
    func `a clock may be off by a minute`(seconds: Int, status: Checkup.Status, text: String) {
        let item = Checkup.Item.clock(aheadBy: seconds)
        #expect(item.status == status)
        #expect(item.text == text)
        #expect((item.fix != nil) == (status == .missing))
    }

    @Test func `a minute is still right, and a second more is not`() {
        for side in [1, -1] {
            #expect(Checkup.Item.clock(aheadBy: 60 * side).status == .ok)
            #expect(Checkup.Item.clock(aheadBy: 61 * side).status == .missing)
        }
    }

    @Test func `a clock that nothing is known of is not called right`() {
        #expect(Checkup.Item.clock(aheadBy: nil).status == .unknown)
    }
}
