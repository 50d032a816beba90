namespace Fuyao.Testing;

/// <summary>
/// Waits for a state, however slow the machine: asks again and again, and gives up only when the state will never come.
/// <code>
/// var job = await Eventually.GetAsync(() => clerk.GetAsync($"/api/jobs/{id}"), j => (string)j["state"]! == "done");
/// </code>
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The first answer of which <paramref name="isSo"/> is true.</summary>
    /// <exception cref="TimeoutException">It never was; the last answer is told.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo, CancellationToken ct = default)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            var answer = await ask();
            if (isSo(answer))
            {
                return answer;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Not so after {Patience.TotalMinutes} minutes: {answer}");
            }

            await Task.Delay(50, ct);
        }
    }

    public static Task IsAsync(Func<Task<bool>> isSo, CancellationToken ct = default) => GetAsync(isSo, so => so, ct);
}
