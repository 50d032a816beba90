using Fuyao.Benefits.Documents;
using Fuyao.Benefits.Payments;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits;

internal sealed class BenefitsModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        Run.Map(model.Entity<Run>());
        Explanation.Map(model.Entity<Explanation>());
        Award.Map(model.Entity<Award>());
        Question.Map(model.Entity<Question>());
        PaymentFile.Map(model.Entity<PaymentFile>());
        PrintedDocument.Map(model.Entity<PrintedDocument>());
        DocumentBatch.Map(model.Entity<DocumentBatch>());
    }
}
