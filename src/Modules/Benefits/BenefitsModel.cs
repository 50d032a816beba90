using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.BankAnswers;
using Fuyao.Benefits.Decisions;
using Fuyao.Benefits.Documents;
using Fuyao.Benefits.Orders;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits;

internal sealed class BenefitsModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        Run.Map(model.Entity<Run>());
        Award.Map(model.Entity<Award>());
        Question.Map(model.Entity<Question>());
        PaymentOrder.Map(model.Entity<PaymentOrder>());
        OrderLine.Map(model.Entity<OrderLine>());
        OrderEvent.Map(model.Entity<OrderEvent>());
        OrderFile.Map(model.Entity<OrderFile>());
        BankAnswer.Map(model.Entity<BankAnswer>());
        BankAnswerRow.Map(model.Entity<BankAnswerRow>());
        Adjustment.Map(model.Entity<Adjustment>());
        Settlement.Map(model.Entity<Settlement>());
        AdjustmentScan.Map(model.Entity<AdjustmentScan>());
        Decision.Map(model.Entity<Decision>());
        PrintedDocument.Map(model.Entity<PrintedDocument>());
        DocumentBatch.Map(model.Entity<DocumentBatch>());
    }
}
