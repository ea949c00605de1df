import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("The checks that two sessions share")
struct CheckBoardTests {
    private let checks = ["a", "b", "c"].map {
        PlannedCheck(name: $0, origin: .policy, sql: "select 1", expectation: .measured)
    }

    private func observation(_ turn: CheckBoard.Turn) -> CheckObservation {
        CheckObservation(name: turn.check.name, value: "1", error: nil, milliseconds: 1)
    }

    @Test func `each is given out once, and the answers keep their order`() async throws {
        let board = CheckBoard(checks)
        let first = try #require(await board.next())
        let second = try #require(await board.next())
        await board.note(observation(second), of: second)
        let third = try #require(await board.next())
        #expect(await board.next() == nil)
        await board.note(observation(third), of: third)
        await board.note(observation(first), of: first)
        #expect(await board.answers.map(\.name) == ["a", "b", "c"])
        #expect([first, second, third].map(\.number) == [1, 2, 3])
    }

    @Test func `what a lost session had begun is given out again`() async throws {
        let board = CheckBoard(checks)
        let lost = try #require(await board.next())
        await board.putBack(lost)
        var asked: [String] = []
        while let turn = await board.next() {
            asked.append(turn.check.name)
            await board.note(observation(turn), of: turn)
        }
        #expect(asked == ["a", "b", "c"])
        #expect(await board.answers.count == 3)
    }
}
