import RecoveryModel
import Testing

@Suite("A dashboard that several share")
struct DashboardBodyTests {
    private static func widget(_ title: String, _ place: (x: Int, y: Int) = (0, 0), text: String = "") -> JSONValue {
        [
            "type": "text", "x": .integer(place.x), "y": .integer(place.y), "width": 8, "height": 6,
            "properties": ["title": .string(title), "markdown": .string(text)],
        ]
    }

    private static let section = DashboardBody(widgets: [widget("kb · Alarms"), widget("kb · Age", (0, 6))])
    private static let theirs = DashboardBody([
        "start": "-P7D", "widgets": [widget("Sales", (0, 0)), widget("kb-2 · Alarms", (8, 3))],
    ])

    @Test func `a policy's part comes below everything else, and nothing of others changes`() {
        let both = Self.theirs.with(Self.section, of: "kb")
        #expect(both.widgets.suffix(2) == [Self.widget("kb · Alarms", (0, 9)), Self.widget("kb · Age", (0, 15))])
        #expect(both.without("kb") == Self.theirs)
        #expect(both.section(of: "kb") == Self.section.section(of: "kb"))
        #expect(both.section(of: "kb-2") == Self.theirs.section(of: "kb-2"))
        #expect(Self.theirs.section(of: "kb") == nil)
        #expect(DashboardBody(widgets: []).with(Self.section, of: "kb") == Self.section)
    }

    @Test func `a widget stays where people have moved it, and what is new overlaps nothing`() {
        let moved = DashboardBody(widgets: [
            Self.widget("kb · Age", (16, 2), text: "old"), Self.widget("kb · Gone", (0, 30)),
        ])
        let written = moved.with(Self.section, of: "kb")
        #expect(written.widgets == [Self.widget("kb · Age", (16, 2)), Self.widget("kb · Alarms", (0, 8))])
        #expect(written.with(Self.section, of: "kb") == written)
    }

    @Test func `an edit of one part is made of what is there now, and of no changed part`() throws {
        let edit = Edit(nil, to: Self.section)
        let rebased = try #require(edit.rebased(onto: Self.theirs, "kb"))
        #expect(rebased.before == Self.theirs && rebased.after == Self.theirs.with(Self.section, of: "kb"))
        #expect(edit.rebased(onto: Self.section, "kb") == nil)
    }

    @Test func `what is no dashboard has no part, and whoever writes into it keeps what it can`() {
        for odd in [DashboardBody("text"), DashboardBody(["widgets": "none"]), DashboardBody([:])] {
            #expect(odd.section(of: "kb") == nil)
            #expect(odd.with(Self.section, of: "kb").section(of: "kb") == Self.section.section(of: "kb"))
        }
    }

    @Test func `what has no title keeps its name whatever comes and goes before it`() {
        let note: JSONValue = ["type": "text", "properties": ["markdown": "Sales"]]
        let twins = [Self.widget("Twin"), Self.widget("Twin", text: "second")]
        let shared = DashboardBody(widgets: Self.section.widgets + [note] + twins + [note])
        #expect(
            DashboardBody(widgets: [note] + twins + [note]).parts.keys.sorted() == [
                "widget 1 without a title", "widget 2 without a title", "widget Twin", "widget Twin (2)",
            ])
        #expect(DashboardChange.remove(name: "d", policy: "kb", was: shared).facts.takesAway == [])
        let smaller = DashboardBody(widgets: Array(shared.widgets.dropFirst()))
        #expect(DashboardChange.put(name: "d", policy: "kb", Edit(shared, to: smaller)).facts.takesAway == [])
    }

    @Test func `two changes of a part are one, however others have changed theirs`() {
        func change(_ others: DashboardBody) -> Change {
            .dashboard(.put(name: "d", policy: "kb", Edit(others, to: others.with(Self.section, of: "kb"))))
        }
        #expect(change(Self.theirs).essence == change(DashboardBody(widgets: [])).essence)
        #expect(change(Self.theirs).essence != change(Self.section).essence)
        let removed = [Self.theirs, DashboardBody(widgets: [])].map {
            Change.dashboard(.remove(name: "d", policy: "kb", was: $0.with(Self.section, of: "kb"))).essence
        }
        #expect(removed[0] == removed[1])
    }

    @Test func `what others have is lost by no change of a part`() {
        let shared = Self.theirs.with(Self.section, of: "kb")
        let smaller = Self.theirs.with(DashboardBody(widgets: [Self.widget("kb · Age", text: "new")]), of: "kb")
        let change = DashboardChange.put(name: "d", policy: "kb", Edit(shared, to: smaller))
        #expect(change.facts.takesAway == [])
        #expect(change.facts.stage == .setDashboards)
        #expect(change.facts.details.map(\.name) == ["~ widget kb · Age", "- widget kb · Alarms"])
        let out = DashboardChange.remove(name: "d", policy: "kb", was: shared)
        #expect(out.facts.stage == .prune && out.facts.takesAway == [])
        let careless = DashboardChange.put(name: "d", policy: "kb", Edit(shared, to: Self.section))
        #expect(careless.facts.takesAway == ["start", "widget Sales", "widget kb-2 · Alarms"])
    }
}
