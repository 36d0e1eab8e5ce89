"""What the product does with a conversation, apart from who asks for it: answers, surveys, handoffs, closing."""
